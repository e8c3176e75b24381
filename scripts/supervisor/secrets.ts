// Secrets that are drawn on the first start and kept beside the data, for their owner's eyes alone.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeSecret } from '../process/secret-file.js';

/** File of the key that seals the students' keys: 64 hex digits, drawn once. */
export function masterKeyFile(dataDirectory: string): string {
  const file = path.join(dataDirectory, 'master.key');
  keep(file, () => randomBytes(32).toString('hex'));
  return file;
}

/**
 * Password of the demo's `admin`, drawn once and told at every start.
 * @param chosen  What the first start was given, if anything; later ones keep the first.
 */
export function demoPassword(dataDirectory: string, chosen: string | undefined): string {
  return keep(
    path.join(dataDirectory, 'demo-admin'),
    () => chosen ?? randomBytes(9).toString('base64url'),
  );
}

function keep(file: string, draw: () => string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = draw();
  writeSecret(file, `${secret}\n`);
  return secret;
}
