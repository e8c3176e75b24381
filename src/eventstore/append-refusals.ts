// What an append that was not written, or of which nobody knows it, is told as.
import { AppError } from '../kernel/app-error.js';
import { storeFull } from './esdb/failures.js';
import type { AppendOutcome } from './port.js';

const RETRY_AFTER_SECONDS = 2;

/** Only of a first attempt: then a refusal says that nothing was written. */
export function throwIfRefused(stream: string, outcome: AppendOutcome): void {
  if (outcome.kind === 'no_space') throw storeFull(stream, outcome.cause);
  if (outcome.kind !== 'refused') return;
  const { cause } = outcome;
  const message = `The event store refused to write to ${stream}; nothing was recorded.`;
  throw new AppError('internal', message, { code: 'append_refused', cause });
}

export function unknownOutcome(stream: string, cause: unknown): AppError {
  const message = `It is not known whether this was recorded (${stream}). Ask again with the same key.`;
  return new AppError('unavailable', message, {
    code: 'outcome_unknown',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    extra: { effect: 'unknown' },
    cause,
  });
}
