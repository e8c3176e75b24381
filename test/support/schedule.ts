// A seeded schedule for model checks: it decides who goes on at each step, who crashes, which answer
// is lost and which write comes late. The same seed gives the same run.

/** What kills a simulated process in the middle of its work. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface ScheduleOptions {
  readonly seed: number;
  /** Chances from 0 to 1, of each step and of each append. */
  readonly crash?: number;
  readonly lostAnswer?: number;
  readonly delayedWrite?: number;
}

export type AppendFate = 'answered' | 'answer_lost' | 'delayed';

export class Schedule {
  private readonly waiting: (() => void)[] = [];
  private state: number;

  constructor(private readonly options: ScheduleOptions) {
    this.state = options.seed;
  }

  /** From 0 to below 1. */
  random(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** Resolves when it is the caller's turn. */
  turn(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** As `turn`, for a process that may not survive it. */
  async step(): Promise<void> {
    await this.turn();
    if (this.random() < (this.options.crash ?? 0)) throw new Crash('the process is gone');
  }

  fateOfAppend(): AppendFate {
    const { lostAnswer = 0, delayedWrite = 0 } = this.options;
    const drawn = this.random();
    if (drawn < lostAnswer) return 'answer_lost';
    return drawn < lostAnswer + delayedWrite ? 'delayed' : 'answered';
  }

  /** Lets the jobs and what they left behind run to their end, one step of one of them at a time. */
  async run(jobs: readonly Promise<unknown>[]): Promise<void> {
    let left = jobs.length;
    const over = () => {
      left -= 1;
    };
    for (const job of jobs) job.then(over, over);
    while (left > 0 || this.waiting.length > 0) {
      // All that can run without another turn has run when the event loop comes round.
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = this.waiting.splice(this.below(this.waiting.length), 1);
      next?.();
    }
    await Promise.all(jobs);
  }
}
