// The calls that are being served, so that a shutdown can end each in the way clients understand:
// single answers with UNAVAILABLE, streams with CANCELLED.
import type { EventEmitter } from 'node:events';
import { status, type sendUnaryData } from '@grpc/grpc-js';
import { isRefusal, StatusError, toStatusError } from './status-errors.js';

export class RunningCalls {
  readonly #ends = new Set<() => void>();
  readonly #onFault: (error: unknown) => void;

  /** `onFault` hears of every error that is not a refusal: damaged records and bugs. */
  constructor(onFault: (error: unknown) => void) {
    this.#onFault = onFault;
  }

  /** The status for any error. */
  statusOf(error: unknown): StatusError {
    if (!isRefusal(error)) this.#onFault(error);
    return toStatusError(error);
  }

  /** Answers `callback` once: with the reply, the error as a status, or UNAVAILABLE at shutdown. */
  answer<Reply>(callback: sendUnaryData<Reply>, work: () => Promise<Reply>): void {
    const end = (): void => settle(unavailable(), null);
    const settle = (error: StatusError | null, reply: Reply | null): void => {
      if (this.#ends.delete(end)) callback(error, reply);
    };
    this.#ends.add(end);
    work().then(
      (reply) => settle(null, reply),
      (error: unknown) => settle(this.statusOf(error), null),
    );
  }

  /** Keeps a streaming call until it is over; at shutdown it ends with CANCELLED. */
  track(call: EventEmitter): void {
    const end = (): void => void call.emit('error', new StatusError(status.CANCELLED, 'shutdown'));
    this.#ends.add(end);
    for (const event of ['close', 'cancelled', 'error'])
      call.once(event, () => this.#ends.delete(end));
  }

  endAll(): void {
    for (const end of this.#ends) end();
    this.#ends.clear();
  }
}

function unavailable(): StatusError {
  return new StatusError(status.UNAVAILABLE, 'the event store is shutting down');
}
