// An append and its outcome, settled. An answer that did not come does not say that nothing was
// written: the same bytes go out again at the same revision (the store knows their ids), never after
// a reload, and at the end the stream itself is asked. What was in doubt is taken from the store,
// never from the writer: the store compares ids alone, so an earlier attempt's bytes may stand there.
import { AppError } from '../kernel/app-error.js';
import { present } from '../kernel/assert.js';
import { storeFull } from './esdb/failures.js';
import type {
  AppendOutcome,
  EncodedEvent,
  EventStore,
  ExpectedRevision,
  LogPosition,
  StoredEvent,
} from './port.js';
import type { Timing } from './timing.js';

export type SettledAppend =
  | {
      readonly kind: 'appended';
      readonly position: LogPosition | undefined;
      /** What stands in the stream; absent when it is certain that these very bytes do. */
      readonly stored: readonly StoredEvent[] | undefined;
    }
  | { readonly kind: 'conflict' };

export interface AppendToSettle {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
  /** Of `timing.now()`: no repeat begins after it. */
  readonly deadline: number;
}

/** One append may stay in doubt for so long. */
const DOUBT_MILLISECONDS_MAX = 5000;
const DOUBT_MILLISECONDS_MIN = 1000;
const READ_BACK_MILLISECONDS_MAX = 1000;
const BACK_OFF_MILLISECONDS = [25, 50, 100, 200, 400];
const BACK_OFF_MILLISECONDS_MAX = 800;
const RETRY_AFTER_SECONDS = 2;

export class AppendSettler {
  constructor(
    private readonly store: EventStore,
    private readonly timing: Timing,
  ) {}

  /**
   * @throws AppError `unavailable` (`outcome_unknown`, `effect: "unknown"`) when the outcome is not
   *   known in time, `store_full` (`effect: "none"`) when there is no space; `internal` (`append_refused`) when the store refuses for good, nothing written.
   */
  async settle(append: AppendToSettle): Promise<SettledAppend> {
    const doubtEndsAt = this.endOfDoubt(append.deadline);
    for (let doubts = 0; ; doubts += 1) {
      const outcome = await this.attempt(append, doubtEndsAt);
      if (outcome.kind === 'conflict') return { kind: 'conflict' };
      if (outcome.kind === 'refused' && doubts === 0) throw refused(append, outcome.cause);
      if (outcome.kind === 'no_space' && doubts === 0)
        throw storeFull(append.stream, outcome.cause);
      if (outcome.kind === 'appended') {
        // Without a position the store found the ids there already.
        const certain = doubts === 0 && outcome.position !== undefined;
        return certain ? { ...outcome, stored: undefined } : this.readBack(append, undefined);
      }
      const pause = BACK_OFF_MILLISECONDS[doubts] ?? BACK_OFF_MILLISECONDS_MAX;
      if (this.timing.now() + pause >= doubtEndsAt) return this.readBack(append, outcome.cause);
      await this.timing.sleep(pause);
    }
  }

  /** An append that goes out at all gets a fair chance, also when its command is nearly out of time. */
  private endOfDoubt(deadline: number): number {
    const now = this.timing.now();
    const latest = Math.min(deadline, now + DOUBT_MILLISECONDS_MAX);
    return Math.max(latest, now + DOUBT_MILLISECONDS_MIN);
  }

  /** One attempt, in doubt at the latest when the time for doubt is over. */
  private attempt(append: AppendToSettle, doubtEndsAt: number): Promise<AppendOutcome> {
    const { stream, expected, events } = append;
    const answer = this.store.append(stream, expected, events);
    return this.timing.within(doubtEndsAt - this.timing.now(), answer, () => ({
      kind: 'in_doubt',
      cause: new Error('no answer in time'),
    }));
  }

  private async readBack(append: AppendToSettle, cause: unknown): Promise<SettledAppend> {
    const { stream, expected, events } = append;
    const next = expected === 'no_stream' ? 0 : expected + 1;
    const reading = this.store.readStream(stream, next, events.length).catch((error: unknown) => {
      throw unknownOutcome(append, error);
    });
    const none: StoredEvent[] = [];
    const read = await this.timing.within(READ_BACK_MILLISECONDS_MAX, reading, () => none);
    if (read.length === 0) throw unknownOutcome(append, cause);
    const ours = read.length === events.length && read.every(({ id }, n) => id === events[n]?.id);
    if (!ours) return { kind: 'conflict' };
    return {
      kind: 'appended',
      position: present(read.at(-1), 'last event').position,
      stored: read,
    };
  }
}

function unknownOutcome({ stream }: AppendToSettle, cause: unknown): AppError {
  const message = `It is not known whether this was recorded (${stream}). Ask again with the same key.`;
  return new AppError('unavailable', message, {
    code: 'outcome_unknown',
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    extra: { effect: 'unknown' },
    cause,
  });
}

function refused({ stream }: AppendToSettle, cause: unknown): AppError {
  const message = `The event store refused to write to ${stream}; nothing was recorded.`;
  return new AppError('internal', message, { code: 'append_refused', cause });
}
