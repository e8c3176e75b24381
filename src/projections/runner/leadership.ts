// One projector at a time: a session-level advisory lock on a connection of its own. It is probed, so
// that its loss is noticed; the server ends it when its owner hangs, so that a standby can take over.
// The lock saves work; that nothing is applied twice is the fence's doing, not the lock's.
import pg from 'pg';
import type { Logger } from '../../kernel/logger.js';
import { pause } from './pause.js';

export interface LeadershipOptions {
  readonly connectionString: string;
  readonly logger: Logger;
  /** How often the lock's connection is asked whether it is alive. */
  readonly probeMilliseconds?: number;
  /** How often a standby tries to get the lock. */
  readonly pollMilliseconds?: number;
}

/** From getting the lock to losing it or giving it up. */
export interface Reign {
  /** Aborted when the lock may be lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

const LEADER_LOCK = 7_302_002;
const PROBE_MILLISECONDS = 2_000;
const POLL_MILLISECONDS = 500;
/** The server frees the lock of a leader that has not probed for this long. */
const SILENCE_MILLISECONDS_MAX = 4_000;

export class Leadership {
  constructor(private readonly options: LeadershipOptions) {}

  /** Waits until this process leads; undefined when the signal was aborted before. */
  async acquire(stop: AbortSignal): Promise<Reign | undefined> {
    let reported = false;
    while (!stop.aborted) {
      try {
        const client = await this.lockedConnection(stop);
        if (client !== undefined) return this.reignOn(client);
      } catch (error) {
        if (!reported) this.warn(error, 'Postgres does not answer the projector; trying again');
        reported = true;
      }
      await pause(this.pollMilliseconds, stop);
    }
    return undefined;
  }

  /** A connection that holds the lock; undefined when the wait was aborted. */
  private async lockedConnection(stop: AbortSignal): Promise<pg.Client | undefined> {
    const client = new pg.Client({
      connectionString: this.options.connectionString,
      application_name: 'bursar-leader',
      connectionTimeoutMillis: 5_000,
      query_timeout: PROBE_MILLISECONDS,
      keepAlive: true,
    });
    client.on('error', (error) => this.warn(error, 'a connection of the leadership broke'));
    let locked = false;
    try {
      await client.connect();
      await client.query(`set idle_session_timeout = ${SILENCE_MILLISECONDS_MAX}`);
      while (!locked && !stop.aborted) {
        locked = await triedLock(client);
        if (!locked) await pause(this.pollMilliseconds, stop);
      }
    } finally {
      if (!locked) await this.end(client);
    }
    return locked ? client : undefined;
  }

  private reignOn(client: pg.Client): Reign {
    const lost = new AbortController();
    const over = new AbortController();
    client.on('end', () => lost.abort());
    const probing = this.probe(client, { lost, over: over.signal });
    return {
      lost: lost.signal,
      release: async () => {
        over.abort();
        lost.abort();
        await probing;
        await this.end(client);
      },
    };
  }

  private async probe(
    client: pg.Client,
    signals: { lost: AbortController; over: AbortSignal },
  ): Promise<void> {
    while (!signals.over.aborted && !signals.lost.signal.aborted) {
      await pause(this.options.probeMilliseconds ?? PROBE_MILLISECONDS, signals.over);
      try {
        if (!signals.over.aborted) await client.query('select 1');
      } catch (error) {
        this.warn(error, 'the connection that holds the leadership is lost');
        signals.lost.abort();
      }
    }
  }

  /** Closing the connection is what frees the lock. */
  private async end(client: pg.Client): Promise<void> {
    try {
      await client.end();
    } catch (error) {
      this.warn(error, 'the connection of the leadership did not close in order');
    }
  }

  private get pollMilliseconds(): number {
    return this.options.pollMilliseconds ?? POLL_MILLISECONDS;
  }

  private warn(error: unknown, message: string): void {
    this.options.logger.warn({ error: String(error) }, message);
  }
}

async function triedLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_lock($1) as locked',
    [LEADER_LOCK],
  );
  return rows[0]?.locked === true;
}
