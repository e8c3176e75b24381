// Names of the advisory locks in Postgres, two int4 each. A command with an effect holds SESSION and
// BOOKS shared from its check to its append; a log-out takes its SESSION exclusively, the closing of
// a day BOOKS.
import type { Uuid } from '../../../kernel/ids.js';

const SESSION = 7_302_010;

/** The whole books: shared by every command with an effect, exclusive for closing. */
export const BOOKS_LOCK: readonly [classId: number, objectId: number] = [7_302_011, 1];

export const AUDIT_LOCK: readonly [classId: number, objectId: number] = [7_302_012, 1];

/** Two sessions may share a lock: that costs a wait, never a wrong answer. */
export function sessionLock(sessionId: Uuid): readonly [classId: number, objectId: number] {
  // The last 32 bits of an id are random.
  return [SESSION, Number.parseInt(sessionId.slice(-8), 16) | 0];
}
