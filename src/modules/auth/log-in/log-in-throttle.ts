// Slows down guessing: five failures an account and fifty an address, then growing waits. Somebody
// else's failures don't lock a person out: from an address where the account has had a session before,
// it has a count of its own.
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import { READ_POOL } from '../../../database/index.js';
import { AppError } from '../../../kernel/app-error.js';
import { StoreUnavailable } from '../store/session-store.js';
import { FailureCounter } from './failure-counter.js';

export interface Attempt {
  readonly username: string;
  readonly address: string | undefined;
}

/** What became of an attempt that was let pass. */
export type Attempted<T> = { readonly passed: T } | { readonly waitBegins: boolean };

@Injectable()
export class LogInThrottle {
  readonly #accounts: FailureCounter;
  readonly #addresses: FailureCounter;
  readonly #lastOf = new Map<string, Promise<unknown>>();

  constructor(@Inject(READ_POOL) private readonly pool: pg.Pool) {
    this.#accounts = new FailureCounter(pool, { name: 'account', failuresMax: 5 });
    this.#addresses = new FailureCounter(pool, { name: 'address', failuresMax: 50 });
  }

  /**
   * Runs `check` if neither the account nor the address has to wait; its `undefined` is a failure.
   * Attempts on one account take turns, so that fifty at once are not fifty free guesses.
   * @throws AppError `too_many_requests` (`too_many_attempts`) with the seconds to wait;
   *   StoreUnavailable.
   */
  async attempt<T>(attempt: Attempt, check: () => Promise<T | undefined>): Promise<Attempted<T>> {
    const account = accountKey(attempt.username);
    return this.inTurn(account, async () => {
      const key = await this.passableKey(attempt, account);
      const passed = await check();
      if (passed === undefined) {
        return this.counted(async () => ({ waitBegins: await this.failed(key, attempt.address) }));
      }
      await this.counted(() => this.#accounts.succeeded(key));
      return { passed };
    });
  }

  /** Removes counts that have run out. */
  async clearExpired(): Promise<void> {
    await this.counted(() =>
      this.pool.query(
        'delete from app.login_throttle where expire < extract(epoch from now()) * 1000',
      ),
    );
  }

  /** The count that this attempt belongs to. @throws AppError `too_many_attempts`. */
  private passableKey(attempt: Attempt, account: string): Promise<string> {
    return this.counted(async () => {
      const { address } = attempt;
      if (address !== undefined) refuseIfWaiting(await this.#addresses.waitSeconds(address));
      const wait = await this.#accounts.waitSeconds(account);
      if (wait === 0) return account;
      if (address === undefined || !(await this.isKnown(attempt))) refuseIfWaiting(wait);
      const own = `${account}|${address}`;
      refuseIfWaiting(await this.#accounts.waitSeconds(own));
      return own;
    });
  }

  private async failed(key: string, address: string | undefined): Promise<boolean> {
    const accountWaits = await this.#accounts.failed(key);
    const addressWaits = address !== undefined && (await this.#addresses.failed(address));
    return accountWaits || addressWaits;
  }

  /** Whether the account has had a session from this address (they are kept for 30 days). */
  private async isKnown({ username, address }: Attempt): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `select 1 from app.app_user u join app.auth_session s on s.user_id = u.id
       where lower(u.username) = $1 and s.ip = $2 limit 1`,
      [normalized(username), address],
    );
    return rowCount === 1;
  }

  private inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lastOf.get(key) ?? Promise.resolve();
    // Whatever became of the attempt before: it is its own caller's.
    const mine = before.then(work, work);
    this.#lastOf.set(key, mine);
    const forget = () => {
      if (this.#lastOf.get(key) === mine) this.#lastOf.delete(key);
    };
    mine.then(forget, forget);
    return mine;
  }

  private async counted<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw error instanceof AppError ? error : new StoreUnavailable(error);
    }
  }
}

/** Typed names may be anything, even a password in the wrong field: they are stored hashed. */
function accountKey(username: string): string {
  return createHash('sha256').update(normalized(username)).digest('base64url');
}

function normalized(username: string): string {
  return username.normalize('NFC').toLowerCase();
}

function refuseIfWaiting(seconds: number): void {
  if (seconds === 0) return;
  throw new AppError('too_many_requests', `Too many attempts. Try again in ${seconds} seconds.`, {
    code: 'too_many_attempts',
    retryAfterSeconds: seconds,
  });
}
