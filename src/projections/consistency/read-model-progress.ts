// How far the read models are, told by the projector's notices, so that a reader can wait for its own
// write without holding a connection. One listening connection serves all who wait in this process;
// when it breaks it is made again, and whoever waits meanwhile is told in time.
import pg from 'pg';
import type { LogPosition } from '../../eventstore/port.js';
import type { Logger } from '../../kernel/logger.js';
import { listenToNotices, noticeOf, type Notice } from '../runner/notice.js';
import { BackOff, pause } from '../runner/pause.js';
import { schemaOf, servedVersion } from '../runner/version.js';

export interface ReadModelProgressOptions {
  readonly connectionString: string;
  readonly logger: Logger;
  /** Older than this, the projector's last sign of life counts as none. */
  readonly heartbeatMillisecondsMax?: number;
}

const HEARTBEAT_MILLISECONDS_MAX = 2_000;

interface Waiter {
  readonly commit: bigint;
  readonly resolve: (seen: boolean) => void;
}

export class ReadModelProgress {
  private readonly stopping = new AbortController();
  private readonly waiters = new Set<Waiter>();
  private readonly listeners: ((notice: Notice | undefined) => void)[] = [];
  private listening: Promise<void> | undefined;
  private commit = -1n;
  private logIndex = 0;
  private heardAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: ReadModelProgressOptions) {}

  /** Log index of the last event that the read models are known to hold. */
  get index(): number {
    return this.logIndex;
  }

  /**
   * Told of each notice before those who wait for it are; `undefined` when notices are cut off.
   * The first one after that stands for all that were missed.
   */
  onNotice(listener: (notice: Notice | undefined) => void): void {
    this.listeners.push(listener);
  }

  /** Begins to listen; returns at once. */
  start(): void {
    this.listening ??= this.listen();
  }

  /** Ends the connection; whoever waits is told that its write was not seen. */
  async stop(): Promise<void> {
    this.stopping.abort();
    for (const waiter of this.waiters) waiter.resolve(false);
    await this.listening;
  }

  /**
   * Waits until the read models hold what is in the log up to a place.
   * @returns whether they do; at once false when the projector shows no sign of life.
   */
  async waitFor({ commit }: LogPosition, milliseconds = 2_000): Promise<boolean> {
    if (this.commit >= commit) return true;
    const silentFor = performance.now() - this.heardAt;
    const silenceMax = this.options.heartbeatMillisecondsMax ?? HEARTBEAT_MILLISECONDS_MAX;
    if (silentFor > silenceMax || this.stopping.signal.aborted) return false;
    return new Promise((resolve) => {
      const waiter: Waiter = {
        commit,
        resolve: (seen) => {
          clearTimeout(timer);
          this.waiters.delete(waiter);
          resolve(seen);
        },
      };
      const timer = setTimeout(() => waiter.resolve(false), milliseconds);
      this.waiters.add(waiter);
    });
  }

  private async listen(): Promise<void> {
    const { signal } = this.stopping;
    const backOff = new BackOff();
    while (!signal.aborted) {
      try {
        await this.listenOnce(signal, backOff);
      } catch (error) {
        this.options.logger.warn({ error: String(error) }, 'notices of the projector are cut off');
      }
      await backOff.wait(signal);
    }
  }

  /** One connection, from its start to its end. */
  private async listenOnce(stop: AbortSignal, backOff: BackOff): Promise<void> {
    const { connectionString, logger } = this.options;
    const client = new pg.Client({
      connectionString,
      application_name: 'bursar-progress',
      query_timeout: QUERY_MILLISECONDS_MAX,
    });
    const ended = new AbortController();
    client.on('error', (error) => logger.warn({ error: error.message }, 'progress connection'));
    client.on('end', () => ended.abort());
    client.on('notification', ({ payload = '' }) => this.heard(noticeOf(payload)));
    try {
      await client.connect();
      await listenToNotices(client);
      await this.catchUp(client);
      backOff.reset();
      while (!stop.aborted && !ended.signal.aborted) {
        await pause(LIVENESS_MILLISECONDS, AbortSignal.any([stop, ended.signal]));
        if (!ended.signal.aborted) await client.query('select 1');
      }
    } finally {
      this.tell(undefined);
      await client.end();
    }
  }

  /** What was told before this connection listened. */
  private async catchUp(client: pg.Client): Promise<void> {
    const version = await servedVersion(client);
    if (version === undefined) return;
    const schema = schemaOf(version);
    const { rows } = await client.query<{ commit: string; index: string; isAlive: boolean }>(
      `select commit_pos as commit, index, heartbeat_at > clock_timestamp() - interval '1 second'
         as "isAlive"
       from ${schema}.checkpoint`,
    );
    const [row] = rows;
    if (row?.isAlive !== true) return;
    const place = { commit: BigInt(row.commit), index: Number(row.index) };
    this.heard({ ...place, schema, current: false, touched: 'everything' });
  }

  private heard(notice: Notice | undefined): void {
    if (notice === undefined) return;
    this.heardAt = performance.now();
    this.commit = notice.commit;
    this.logIndex = notice.index;
    this.tell(notice);
    for (const waiter of this.waiters) if (this.commit >= waiter.commit) waiter.resolve(true);
  }

  private tell(notice: Notice | undefined): void {
    for (const listener of this.listeners) listener(notice);
  }
}

/** A connection that died without a word is noticed by asking it. */
const LIVENESS_MILLISECONDS = 30_000;
const QUERY_MILLISECONDS_MAX = 5_000;
