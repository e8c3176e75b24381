// An append and its outcome, settled. An answer that did not come does not say that nothing was
// written: the same bytes go out again at the same revision (the store knows their ids), never after
// a reload, and at the end the stream itself is asked. What was in doubt is taken from the store,
// never from the writer: the store compares ids alone, so an earlier attempt's bytes may stand there.
import { present } from '../kernel/assert.js';
import { throwIfRefused, unknownOutcome } from './append-refusals.js';
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

export class AppendSettler {
  constructor(
    private readonly store: EventStore,
    private readonly timing: Timing,
  ) {}

  /**
   * @throws AppError `unavailable` (`outcome_unknown`, `effect: "unknown"`) when the outcome is not
   *   known in time, `store_full` (`effect: "none"`) when there is no space; `internal`
   *   (`append_refused`) when the store refuses for good, nothing written.
   */
  async settle(append: AppendToSettle): Promise<SettledAppend> {
    const doubtEndsAt = this.endOfDoubt(append.deadline);
    for (let doubts = 0; ; doubts += 1) {
      const outcome = await this.attempt(append, doubtEndsAt);
      if (outcome.kind === 'conflict') return { kind: 'conflict' };
      if (doubts === 0) throwIfRefused(append.stream, outcome);
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
      throw unknownOutcome(append.stream, error);
    });
    const none: StoredEvent[] = [];
    const read = await this.timing.within(READ_BACK_MILLISECONDS_MAX, reading, () => none);
    if (read.length === 0) throw unknownOutcome(append.stream, cause);
    const ours = read.length === events.length && read.every(({ id }, n) => id === events[n]?.id);
    if (!ours) return { kind: 'conflict' };
    return {
      kind: 'appended',
      position: present(read.at(-1), 'last event').position,
      stored: read,
    };
  }
}
