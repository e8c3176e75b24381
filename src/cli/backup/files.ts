// Files of a back-up: for their owner alone, on the disk before anything says that they are there,
// and known by length and hash.
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../kernel/app-error.js';

const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;

/** SHA-256 (hex) and length of a file, read in pieces. */
export async function fingerprintOf(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** Writes the pieces to a file that is not there yet. */
export async function writeNew(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const handle = await open(file, 'wx', OWNER_ONLY);
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: FOLDER_OWNER_ONLY });
}

/**
 * A copy for its owner alone, on the disk; shares the blocks where the file system can.
 * @throws as `inWords`.
 */
export async function copyNew(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    const handle = await open(to, 'r+');
    await handle.chmod(OWNER_ONLY);
    await handle.sync();
    await handle.close();
  } catch (error) {
    throw inWords(error, to);
  }
}

/** What a folder lists is on the disk too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function lengthOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * A system error in words, with what to do next; any other error as it is.
 * @param file  What was being written or read.
 */
export function inWords(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path.dirname(file), error);
  if (code === undefined || error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : code;
  return new AppError('unavailable', `${file} can't be used: ${reason}.`, {
    code: 'folder_unusable',
    cause: error,
  });
}

export function diskFull(folder: string, cause?: unknown): AppError {
  return new AppError('unavailable', `The disk of ${folder} is full. Make space, then try again.`, {
    code: 'disk_full',
    cause,
  });
}

/** `ENOSPC`, `EACCES`, …; `undefined` for what is no error of the file system. */
function codeOf(error: unknown): string | undefined {
  const isSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return isSystem ? String(error.code) : undefined;
}
