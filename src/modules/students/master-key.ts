// The master key, which seals the keys of the students' personal data: from the environment, or from
// a file that it names.
import { createSecretKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '../../kernel/app-error.js';
import type { Config } from '../../kernel/config.js';

const DIGITS = /^[0-9a-f]{64}$/i;

/**
 * Reads the key that is configured.
 * @throws AppError `invalid` (`bad_configuration`) without a key, for a file that can't be read, and
 *   for one that holds anything else: with another key every name would be lost.
 */
export function masterKey(config: Pick<Config, 'MASTER_KEY' | 'MASTER_KEY_FILE'>): KeyObject {
  const { MASTER_KEY: given, MASTER_KEY_FILE: file } = config;
  const digits = given ?? (file === undefined ? '' : contentOf(file));
  if (DIGITS.test(digits)) return createSecretKey(Buffer.from(digits, 'hex'));
  const what = file === undefined ? 'MASTER_KEY is missing' : `MASTER_KEY_FILE ${file} is bad`;
  throw refused(`${what}: 64 hex digits are needed (npm start makes them).`);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw refused(`MASTER_KEY_FILE can't be read: ${reason}`, cause);
  }
}

function refused(message: string, cause?: unknown): AppError {
  return new AppError('invalid', message, { code: 'bad_configuration', cause });
}
