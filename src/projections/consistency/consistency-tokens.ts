// Read your own writes: a write answers with a token, a read that sends it back sees that write. The
// token is the place of the write in the log; it is opaque to whoever carries it.
import type { LogPosition } from '../../eventstore/port.js';
import { AppError } from '../../kernel/app-error.js';

const BYTES = 16;

/** Opaque text of a place in the log. */
export function consistencyTokenOf({ commit, prepare }: LogPosition): string {
  const bytes = Buffer.alloc(BYTES);
  bytes.writeBigUInt64BE(commit, 0);
  bytes.writeBigUInt64BE(prepare, 8);
  return bytes.toString('base64url');
}

/** @throws AppError `invalid` (`bad_consistency_token`) for a text that no write answered. */
export function placeOfToken(token: string): LogPosition {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length === BYTES && bytes.toString('base64url') === token) {
    const [commit, prepare] = [bytes.readBigUInt64BE(0), bytes.readBigUInt64BE(8)];
    if (prepare <= commit && commit < 2n ** 63n) return { commit, prepare };
  }
  throw new AppError('invalid', 'The Consistency-Token is not one that this service gave.', {
    code: 'bad_consistency_token',
  });
}
