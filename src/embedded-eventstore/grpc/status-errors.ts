// Refusals as gRPC statuses with the trailers that clients turn into typed errors. Trailer values are
// ASCII on the wire; anything else is percent-encoded.
import { Metadata, status } from '@grpc/grpc-js';
import { DamagedLogError, StoreUnavailableError } from '../storage/errors.js';

export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly metadata = new Metadata();

  constructor(
    readonly code: status,
    readonly details: string,
    trailers: Readonly<Record<string, string | number>> = {},
  ) {
    super(details);
    for (const [key, value] of Object.entries(trailers))
      this.metadata.set(key, asciiTrailer(String(value)));
  }
}

export function streamDeleted(stream: string): StatusError {
  return new StatusError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}

export interface RevisionConflict {
  readonly expected: number;
  /** -1: the stream has no events. */
  readonly actual: number;
}

/** For Delete and Tombstone; an append's conflict is a reply, not an error. */
export function wrongExpectedVersion(stream: string, conflict: RevisionConflict): StatusError {
  const { expected, actual } = conflict;
  return new StatusError(
    status.FAILED_PRECONDITION,
    `Delete failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${actual}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': expected,
      'actual-version': actual,
    },
  );
}

export function maximumAppendSizeExceeded(bytesMax: number): StatusError {
  return new StatusError(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': bytesMax,
  });
}

export function invalidArgument(details: string): StatusError {
  return new StatusError(status.INVALID_ARGUMENT, details);
}

/** What a real server answers where its own handler throws. */
export function handlerFailed(): StatusError {
  return new StatusError(status.UNKNOWN, 'Exception was thrown by handler.');
}

/** The caller was told no, which is part of the service; anything else is a fault of the server. */
export function isRefusal(error: unknown): boolean {
  return error instanceof StatusError || error instanceof StoreUnavailableError;
}

/** Any error as the status a caller gets. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  if (error instanceof StoreUnavailableError)
    return new StatusError(status.UNAVAILABLE, error.message);
  if (error instanceof DamagedLogError) return new StatusError(status.DATA_LOSS, error.message);
  return new StatusError(status.UNKNOWN, error instanceof Error ? error.message : String(error));
}

function asciiTrailer(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value);
}
