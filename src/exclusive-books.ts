// The books held alone: while it lasts, no command with an effect is between its gate and its append.
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { GATE_POOL } from './database/index.js';
import { AppError } from './kernel/app-error.js';
import { BOOKS_LOCK } from './modules/auth/index.js';
import type { ExclusiveBooks } from './modules/billing/index.js';

const WAIT_MILLISECONDS_MAX = 5_000;
const LOCK_NOT_AVAILABLE = '55P03';

@Injectable()
export class PostgresExclusiveBooks implements ExclusiveBooks {
  constructor(@Inject(GATE_POOL) private readonly pool: pg.Pool) {}

  /** @throws AppError `unavailable` (`busy`) when the commands under way don't end in 5 s. */
  async whileHeld<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`set local lock_timeout = ${WAIT_MILLISECONDS_MAX}`);
      await client.query('select pg_advisory_xact_lock($1, $2)', [...BOOKS_LOCK]);
      const result = await work();
      await client.query('commit');
      client.release();
      return result;
    } catch (error) {
      // A connection that is closed gives its lock back, whatever state it is in.
      client.release(true);
      throw isLockTimeout(error) ? busy(error) : error;
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
}

function busy(cause: unknown): AppError {
  return new AppError('unavailable', 'The books are in use; nothing was changed. Try again.', {
    code: 'busy',
    retryAfterSeconds: 1,
    cause,
  });
}
