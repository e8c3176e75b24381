// Failures of one key (an account, an address) with waits that grow: after the first few, each
// failure doubles the wait, up to a quarter of an hour, until a success or a quiet day. The counts
// live in Postgres: a restart forgives nothing, and all instances share them.
import pg from 'pg';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';

export interface FailureCounterOptions {
  readonly name: string;
  /** So many failures in a quarter of an hour are let pass without a wait. */
  readonly failuresMax: number;
}

const WINDOW_SECONDS = 900;
const FIRST_WAIT_SECONDS = 60;
const LONGEST_WAIT_SECONDS = 900;
const QUIET_SECONDS = 86_400;

export class FailureCounter {
  readonly #failures: RateLimiterPostgres;
  readonly #waits: RateLimiterPostgres;
  readonly #failuresMax: number;

  constructor(pool: pg.Pool, { name, failuresMax }: FailureCounterOptions) {
    this.#failuresMax = failuresMax;
    this.#failures = limiter(pool, `${name}_failures`, WINDOW_SECONDS);
    this.#waits = limiter(pool, `${name}_waits`, QUIET_SECONDS);
  }

  /** Seconds until the next attempt is let pass; 0: now. */
  async waitSeconds(key: string): Promise<number> {
    return secondsLeft(await this.#failures.get(key));
  }

  /** Counts a failure. @returns whether a wait begins with it. */
  async failed(key: string): Promise<boolean> {
    const [failures, waits] = await Promise.all([
      this.#failures.penalty(key),
      this.#waits.get(key),
    ]);
    const waitsBefore = waits?.consumedPoints ?? 0;
    if (failures.consumedPoints < this.#failuresMax && waitsBefore === 0) return false;
    await this.#waits.penalty(key);
    const wait = Math.min(FIRST_WAIT_SECONDS * 2 ** waitsBefore, LONGEST_WAIT_SECONDS);
    await this.#failures.block(key, wait);
    return true;
  }

  async succeeded(key: string): Promise<void> {
    await Promise.all([this.#failures.delete(key), this.#waits.delete(key)]);
  }
}

/** Blocked keys carry more points than a limiter counts. */
const BLOCKED_ABOVE = 1_000_000;

function secondsLeft(counted: RateLimiterRes | null): number {
  if (counted === null || counted.consumedPoints <= BLOCKED_ABOVE) return 0;
  return Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
}

function limiter(pool: pg.Pool, keyPrefix: string, duration: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    // The library computes with `expire` as a number; our pools read int8 as bigint.
    storeClient: { query: (query: pg.QueryConfig) => pool.query({ ...query, types: pg.types }) },
    storeType: 'client',
    schemaName: 'app',
    tableName: 'login_throttle',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix,
    points: BLOCKED_ABOVE,
    duration,
  });
}
