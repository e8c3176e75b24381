// Names of prepared statements. Two instances of this process on one pool must never give one name to
// different statements, and Postgres reads no more than 63 characters of it.
import { createHash } from 'node:crypto';

const DIGITS = 24;

/** Made from the text. @param kind  At most 38 characters, for whoever reads `pg_prepared_statements`. */
export function statementName(kind: string, text: string): string {
  return `${kind} ${createHash('sha256').update(text).digest('hex').slice(0, DIGITS)}`;
}
