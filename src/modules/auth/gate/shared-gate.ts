// The shared gate: commands that wait at the same moment go through one transaction together. It
// holds BOOKS and their sessions' locks shared from the check (alive? closed through?) until the last
// of them has appended, so that no acknowledged log-out and no closing lies in between.
import type pg from 'pg';
import { isConnectionFailure } from '../../../database/index.js';
import { AppError } from '../../../kernel/app-error.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { Logger } from '../../../kernel/logger.js';
import { heldConnection } from '../store/transaction.js';
import { StoreUnavailable } from '../store/session-store.js';
import { Turns } from '../turns.js';
import { lockAndCheck, type Checked } from './lock-and-check.js';

export interface Passage extends Checked {
  /** Gives the locks back when the whole group has left; the second call does nothing. */
  readonly leave: () => void;
}

export interface SharedGateOptions {
  readonly groupMembersMax: number;
  /** A group gives its locks back after this time, whoever is still in it. */
  readonly groupMillisecondsMax: number;
  readonly lockWaitMillisecondsMax: number;
}

export const SHARED_GATE_OPTIONS: SharedGateOptions = {
  groupMembersMax: 64,
  groupMillisecondsMax: 5_000,
  lockWaitMillisecondsMax: 3_000,
};

interface Member {
  /** Absent for the system's own work, which needs the books alone. */
  readonly sessionId: Uuid | undefined;
  readonly admit: (passage: Passage) => void;
  readonly refuse: (reason: unknown) => void;
}

const GROUPS_AT_ONCE_MAX = 2;
const LONERS_AT_ONCE_MAX = 4;
const WAITING_MAX = 10_000;

export class SharedGate {
  #waiting: Member[] = [];
  #scheduled = false;
  readonly #groups = new Turns({ atOnceMax: GROUPS_AT_ONCE_MAX, waitingMax: 1 });
  readonly #loners = new Turns({ atOnceMax: LONERS_AT_ONCE_MAX, waitingMax: WAITING_MAX });

  constructor(
    private readonly pool: pg.Pool,
    private readonly logger: Logger,
    private readonly options: SharedGateOptions = SHARED_GATE_OPTIONS,
  ) {}

  /**
   * Waits for a place in a group. What became of the session is told, not judged.
   * @throws AppError `unavailable`: `busy` when a lock is not to be had in time or too many wait,
   *   `store_unavailable` when Postgres does not answer. No effect has happened.
   */
  enter(sessionId: Uuid | undefined): Promise<Passage> {
    if (this.#waiting.length >= WAITING_MAX) return Promise.reject(busy());
    return new Promise((admit, refuse) => {
      this.#waiting.push({ sessionId, admit, refuse });
      this.schedule();
    });
  }

  /** After the I/O of this turn of the loop: commands that arrived together enter together. */
  private schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.startGroups();
    });
  }

  private startGroups(): void {
    while (this.#waiting.length > 0 && this.#groups.isFree) {
      const members = this.#waiting.splice(0, this.options.groupMembersMax);
      void this.#groups
        .take(() => this.runGroup(members, 'together'))
        .finally(() => this.startGroups());
    }
  }

  /** From the locks to COMMIT; never rejects, a failure is told to the members. */
  private async runGroup(members: readonly Member[], mode: 'together' | 'alone'): Promise<void> {
    let client: pg.PoolClient | undefined;
    try {
      client = await heldConnection(this.pool);
      const checked = await lockAndCheck(client, {
        sessionIds: distinctSessions(members),
        lockWaitMillisecondsMax: this.options.lockWaitMillisecondsMax,
        wait: mode === 'alone',
      });
      await this.untilAllLeft(members, checked);
    } catch (error) {
      client?.release(true);
      const reason = refusalFor(error);
      for (const { refuse } of members) refuse(reason);
      return;
    }
    await this.commit(client);
  }

  /** Admits whoever's lock was got; the others go on alone, so that a log-out holds up nobody else. */
  private async untilAllLeft(
    members: readonly Member[],
    checked: ReadonlyMap<Uuid | undefined, Checked>,
  ): Promise<void> {
    const inside = members.filter(({ sessionId }) => checked.has(sessionId));
    this.goAlone(members.filter(({ sessionId }) => !checked.has(sessionId)));
    if (inside.length === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.options.groupMillisecondsMax);
      let left = 0;
      const memberLeft = () => {
        left += 1;
        if (left < inside.length) return;
        clearTimeout(timer);
        resolve();
      };
      for (const { sessionId, admit, refuse } of inside) {
        const own = checked.get(sessionId);
        if (own === undefined) refuse(busy());
        else admit({ ...own, leave: once(memberLeft) });
      }
    });
  }

  private goAlone(members: readonly Member[]): void {
    for (const [, ofSession] of Map.groupBy(members, ({ sessionId }) => sessionId)) {
      this.#loners
        .take(() => this.runGroup(ofSession, 'alone'))
        .catch((error: unknown) => ofSession.forEach(({ refuse }) => refuse(error)));
    }
  }

  /** The appends have settled: a failure here changes nothing in any answer. */
  private async commit(client: pg.PoolClient): Promise<void> {
    try {
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(true);
      this.logger.error({ err: error }, 'the locks of a group of commands were lost');
    }
  }
}

function distinctSessions(members: readonly Member[]): Uuid[] {
  const ids = members.map(({ sessionId }) => sessionId);
  return [...new Set(ids)].filter((id) => id !== undefined);
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}

const LOCK_NOT_AVAILABLE = '55P03';

function refusalFor(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === LOCK_NOT_AVAILABLE && !isConnectionFailure(error)) return busy(error);
  return new StoreUnavailable(error);
}

function busy(cause?: unknown): AppError {
  return new AppError('unavailable', 'The books are busy. Nothing was written; try again.', {
    code: 'busy',
    retryAfterSeconds: 1,
    extra: { effect: 'none' },
    cause,
  });
}
