// Appends without events: they write nothing, and say whether the server would take one.
import { randomUUID } from 'node:crypto';
import type { AppendOutcome } from '../port.js';
import type { Timing } from '../timing.js';
import { storeFull, storeUnavailable } from './failures.js';

const READY_WITHIN_MILLISECONDS = 30_000;
const READY_RETRY_MILLISECONDS = 250;

export class AppendProbe {
  private lacksSpace = false;

  constructor(
    private readonly appendNothing: (stream: string) => Promise<AppendOutcome>,
    private readonly timing: Timing,
  ) {}

  /** Every outcome of an append goes through here. */
  noticed(outcome: AppendOutcome): AppendOutcome {
    this.lacksSpace = outcome.kind === 'no_space';
    return outcome;
  }

  /**
   * A burst on a cold client opens one call per append and can hang; an append without events opens
   * the one call that all share, and writes nothing.
   * @throws AppError `unavailable` (`store_unavailable`) after 30 s.
   */
  async ready(): Promise<void> {
    const giveUpAt = this.timing.now() + READY_WITHIN_MILLISECONDS;
    for (;;) {
      const outcome = await this.probe();
      // A store without space is there all the same: whoever reads can be served.
      if (outcome.kind === 'appended' || outcome.kind === 'no_space') return;
      const cause = outcome.kind === 'conflict' ? undefined : outcome.cause;
      if (this.timing.now() > giveUpAt) throw storeUnavailable('first append', cause);
      await this.timing.sleep(READY_RETRY_MILLISECONDS);
    }
  }

  /** Asked of the server only after it had no space: it costs a healthy one nothing. */
  async assertSpace(): Promise<void> {
    if (!this.lacksSpace) return;
    const outcome = await this.probe();
    if (outcome.kind === 'no_space') throw storeFull('an append', outcome.cause);
    if (outcome.kind !== 'appended') throw storeUnavailable('an append', outcome);
  }

  private probe(): Promise<AppendOutcome> {
    return this.appendNothing(`warmUp-${randomUUID()}`);
  }
}
