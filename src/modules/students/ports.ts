// What students and billing need from the read side; the application binds it.
import type { LogPosition } from '../../eventstore/index.js';

/** Makes the opaque token with which a reader waits for a write. */
export interface ConsistencyTokenMaker {
  tokenOf(position: LogPosition): string;
}

export const CONSISTENCY_TOKENS = Symbol('ConsistencyTokens');
