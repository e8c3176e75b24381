// The projector: waits to lead, opens the version that is served (or makes the first one), checks that
// the log is the one it was made from, and follows it. When it is fenced it begins again as a standby;
// when something would fail in the same way for ever it stops and says why.
import { enterEpoch } from './checkpoint-row.js';
import { kindOfFailure } from './failure.js';
import { follow, type FollowOptions } from './follow.js';
import type { Leadership, Reign } from './leadership.js';
import { assertSameLog } from './log-identity.js';
import { openVersion } from './open-version.js';
import { BackOff, pause } from './pause.js';
import type { ReadModel } from './read-model.js';
import { servedVersion } from './version.js';

const REBUILT_LOOK_MILLISECONDS = 2_000;

export interface RunnerOptions extends FollowOptions {
  readonly leadership: Leadership;
  /** A fresh set for each reign: what one remembers belongs to one version. */
  createModels(): ReadModel[];
  readonly leaderWork?: readonly LeaderWork[];
}

/** Work that only the leader does, such as finishing what a crash left behind. */
export interface LeaderWork {
  readonly name: string;
  /** Runs until the signal is aborted; a throw is logged and ends it until the next reign. */
  run(stop: AbortSignal): Promise<void>;
}

export type RunnerState =
  | { readonly kind: 'standby' }
  | { readonly kind: 'leading'; readonly schema: string }
  | { readonly kind: 'stopped'; readonly reason: string };

export class Runner {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private now: RunnerState = { kind: 'standby' };

  constructor(private readonly options: RunnerOptions) {}

  get state(): RunnerState {
    return this.now;
  }

  /** Begins; returns at once. */
  start(): void {
    this.running ??= this.run();
  }

  /** Finishes the batch at hand and gives the leadership up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const backOff = new BackOff();
    while (!this.stopping.signal.aborted) {
      const reign = await this.options.leadership.acquire(this.stopping.signal);
      if (reign === undefined) return;
      try {
        await this.lead(reign);
        backOff.reset();
      } catch (error) {
        this.judge(error);
      } finally {
        await reign.release();
      }
      if (this.now.kind === 'stopped') await this.untilRebuilt();
      await backOff.wait(this.stopping.signal);
    }
  }

  private async lead(reign: Reign): Promise<void> {
    const over = AbortSignal.any([reign.lost, this.stopping.signal]);
    const models = this.options.createModels();
    const { schema } = await openVersion(this.options, models);
    const checkpoint = await enterEpoch(this.options.pool, schema);
    await assertSameLog(this.options.store, checkpoint);
    this.now = { kind: 'leading', schema };
    this.options.logger.info({ schema, index: checkpoint.index }, 'this process leads');
    const ended = new AbortController();
    const work = this.doLeaderWork(AbortSignal.any([over, ended.signal]));
    try {
      await follow(this.options, { schema, models, checkpoint }, over);
    } finally {
      ended.abort();
      await work;
      this.now = { kind: 'standby' };
    }
  }

  private async doLeaderWork(stop: AbortSignal): Promise<void> {
    const { leaderWork = [], logger } = this.options;
    await Promise.all(
      leaderWork.map(async (work) => {
        try {
          await work.run(stop);
        } catch (error) {
          logger.error({ error: String(error), work: work.name }, 'work of the leader failed');
        }
      }),
    );
  }

  /** A failure that would be the same on every try stops the projector, and readiness with it. */
  private judge(error: unknown): void {
    const { logger } = this.options;
    const reason = error instanceof Error ? error.message : String(error);
    switch (kindOfFailure(error)) {
      case 'fenced':
        logger.info({ reason }, 'the projector steps down');
        return;
      case 'transient':
        logger.warn({ reason }, 'the projector could not begin; it tries again');
        return;
      case 'deterministic':
        this.now = { kind: 'stopped', reason };
        logger.error({ reason, error: stackOf(error) }, 'the projector has stopped');
    }
  }

  /** A stopped projector begins again when somebody has built another version. */
  private async untilRebuilt(): Promise<void> {
    const { signal } = this.stopping;
    const stoppedAt = await this.servedVersion();
    while (!signal.aborted && this.now.kind === 'stopped') {
      await pause(REBUILT_LOOK_MILLISECONDS, signal);
      if ((await this.servedVersion()) !== stoppedAt) this.now = { kind: 'standby' };
    }
  }

  private async servedVersion(): Promise<number | undefined> {
    const { pool, logger } = this.options;
    while (!this.stopping.signal.aborted) {
      try {
        return await servedVersion(pool);
      } catch (error) {
        logger.warn({ error: String(error) }, 'the served version is not known now');
        await pause(REBUILT_LOOK_MILLISECONDS, this.stopping.signal);
      }
    }
    return undefined;
  }
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
