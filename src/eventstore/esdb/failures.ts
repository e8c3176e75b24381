// What an error of the client says about an append or a read.
import { ErrorType } from '@eventstore/db-client';
import { AppError } from '../../kernel/app-error.js';
import type { AppendOutcome } from '../port.js';

/** Typed answers of a server that wrote nothing and would write nothing if asked again. */
const REFUSALS: ReadonlySet<string> = new Set([
  ErrorType.STREAM_DELETED,
  ErrorType.ACCESS_DENIED,
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.MISSING_REQUIRED_METADATA_PROPERTY,
  ErrorType.INVALID_ARGUMENT,
  ErrorType.INVALID_TRANSACTION,
]);

/** How the embedded server says that an append was taken back whole; no other server says it. */
const DISK_FULL = 'disk-full: nothing was written';

/** Everything that is no typed refusal is in doubt, also an error that nobody foresaw. */
export function outcomeOfFailure(cause: unknown): AppendOutcome {
  const type = typeOf(cause);
  if (type === ErrorType.WRONG_EXPECTED_VERSION) return { kind: 'conflict' };
  if (type !== undefined && REFUSALS.has(type)) return { kind: 'refused', cause };
  if (cause instanceof Error && cause.message.includes(DISK_FULL)) {
    return { kind: 'no_space', cause };
  }
  return { kind: 'in_doubt', cause };
}

export function isStreamNotFound(error: unknown): boolean {
  return typeOf(error) === ErrorType.STREAM_NOT_FOUND;
}

/** An append that the store had no space for: nothing of it was written, nothing ever will be. */
export function storeFull(what: string, cause: unknown): AppError {
  const message = `The event store has no space left; nothing was recorded (${what}).`;
  return new AppError('unavailable', message, {
    code: 'store_full',
    retryAfterSeconds: 2,
    extra: { effect: 'none' },
    cause,
  });
}

/**
 * A read or subscription that failed: `unavailable` (`store_unavailable`) whatever the client called
 * it, unless the stream is gone for good: `internal` (`stream_deleted`).
 */
export function storeUnavailable(what: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (typeOf(cause) === ErrorType.STREAM_DELETED) {
    const message = `A stream of the books was deleted (${what}).`;
    return new AppError('internal', message, { code: 'stream_deleted', cause });
  }
  return new AppError('unavailable', `The event store does not answer (${what}).`, {
    code: 'store_unavailable',
    retryAfterSeconds: 1,
    cause,
  });
}

function typeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('type' in error)) return undefined;
  return typeof error.type === 'string' ? error.type : undefined;
}
