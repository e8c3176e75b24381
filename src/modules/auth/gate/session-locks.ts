// The log-out's side of the gate: after the revocation is committed, nobody new gets in; this waits
// until those who were in have appended.
import type pg from 'pg';
import type { Uuid } from '../../../kernel/ids.js';
import type { Logger } from '../../../kernel/logger.js';
import { StoreUnavailable } from '../store/session-store.js';
import { heldConnection } from '../store/transaction.js';
import { Turns } from '../turns.js';
import { sessionLock } from './advisory-locks.js';

const WAIT_MILLISECONDS_MAX = 3_000;
const LOCK_NOT_AVAILABLE = '55P03';

export class SessionLocks {
  readonly #turns = new Turns({ atOnceMax: 2, waitingMax: 1_000 });

  constructor(
    private readonly pool: pg.Pool,
    private readonly logger: Logger,
  ) {}

  /**
   * Resolves when no command of these sessions is between its check and its append, after three
   * seconds at the latest (which is logged: such a command may still append).
   * @throws StoreUnavailable when Postgres does not answer.
   */
  async untilQuiet(sessionIds: readonly Uuid[]): Promise<void> {
    if (sessionIds.length === 0) return;
    await this.#turns.take(() => this.takeAndGiveBack(sessionIds));
  }

  private async takeAndGiveBack(sessionIds: readonly Uuid[]): Promise<void> {
    // Always in one order: two log-outs of the same sessions don't wait for each other in a circle.
    const locks = sessionIds.map(sessionLock).sort(([, a], [, b]) => a - b);
    const calls = locks.map(
      ([classId, objectId]) => `pg_advisory_xact_lock(${classId}, ${objectId})`,
    );
    let client: pg.PoolClient | undefined;
    try {
      client = await heldConnection(this.pool);
      await client.query(
        `begin; set local lock_timeout = ${WAIT_MILLISECONDS_MAX}; select ${calls.join(', ')}; commit`,
      );
      client.release();
    } catch (error) {
      client?.release(true);
      if (!isLockTimeout(error)) throw new StoreUnavailable(error);
      this.logger.warn({ sessionIds }, 'a command of an ended session is still under way');
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
}
