// The log and the read models that were made of it, held against each other by somebody who does not
// write either.
import { deepStrictEqual } from 'node:assert/strict';
import type { Pool } from 'pg';
import { openBooks, type Books } from '../../src/cli/open-books.js';
import { createPool } from '../../src/database/index.js';
import type { StoredEvent } from '../../src/eventstore/index.js';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { liveFoldOf } from '../../src/projections/rebuild/live-fold.js';
import { rebuild } from '../../src/projections/rebuild/rebuild.js';
import { verifyVersion } from '../../src/projections/rebuild/verify.js';
import { readCheckpoint } from '../../src/projections/runner/checkpoint-row.js';
import { EventDecoder } from '../../src/projections/runner/event-decoder.js';
import { kindOfFailure } from '../../src/projections/runner/failure.js';
import { schemaOf, servedVersion } from '../../src/projections/runner/version.js';
import { until } from '../process/processes.js';
import { contentsOf, LogLines } from './projector.js';

const PAGE_EVENTS = 10_000;
const CLAIMS = /^(ReferenceClaimed|AdmissionNumberClaimed|AdmissionNumberReleased)$/;

export class LogAndRows {
  private readonly log: StoredEvent[] = [];

  private constructor(
    private readonly books: Books,
    /** One connection, so that all that is asked in a transaction is asked in that one. */
    private readonly pool: Pool,
  ) {}

  static async open(environment: NodeJS.ProcessEnv): Promise<LogAndRows> {
    const books = await openBooks(environment);
    const options = { connectionString: books.databaseUrl, name: 'onlooker', connectionsMax: 1 };
    return new LogAndRows(books, createPool(options, new LogLines()));
  }

  /** Waits until the read models are where the log is. */
  async untilLevel(): Promise<void> {
    await until('the read models are level with the log', async () => {
      try {
        await this.readOn();
        return (await this.checkpoint()).index === this.log.length;
      } catch (error) {
        // A store that has just started again.
        if (kindOfFailure(error) === 'transient') return false;
        throw error;
      }
    });
  }

  /** Waits until every promised receipt has its number: nobody has anything left to write. */
  async untilPromisesAreKept(): Promise<void> {
    await until('every promised receipt is issued', async () => {
      await this.readOn();
      const isPromise = ({ type, data }: StoredEvent) =>
        type === 'PaymentRecorded' && data['receiptBook'] !== undefined;
      const issued = this.log.filter(({ type }) => type === 'ReceiptIssued');
      return this.log.filter(isPromise).length === issued.length;
    });
  }

  /**
   * Holds every account, all sums and every number against the log up to the checkpoint.
   * @param acknowledged  Payments that somebody was told of.
   * @throws naming the first difference.
   */
  async compare(acknowledged: readonly string[]): Promise<void> {
    await this.pool.query('begin isolation level repeatable read read only');
    try {
      const schema = await this.schema();
      const checkpoint = await readCheckpoint(this.pool, schema);
      const log = this.log.slice(0, checkpoint.index);
      deepStrictEqual(checkpoint.commit, log.at(-1)?.position.commit);
      const liveFold = liveFoldOf(this.books.store, this.books.registry);
      const counts = countsOf(log);
      await verifyVersion({ pool: this.pool, liveFold }, { schema, checkpoint, counts });
      deepStrictEqual(await this.numbersOf(schema), numbersIn(log));
      deepStrictEqual(await this.eventsCounted(schema), eventsOfCommandsIn(log));
      deepStrictEqual(timesIn(log, acknowledged), Array(acknowledged.length).fill(1));
    } finally {
      await this.pool.query('rollback');
    }
  }

  /** Every row of every table, as it is and as it is when all are made again; nobody may write. */
  async rebuilt(): Promise<{ before: object; after: object }> {
    const { store, pool, databaseUrl, registry, keys } = this.books;
    const before = await contentsOf(pool, await this.schema());
    await rebuild({
      store,
      pool,
      connectionString: databaseUrl,
      decoder: new EventDecoder(registry, keys),
      models: createReadModelGroup(),
      liveFold: liveFoldOf(store, registry),
    });
    return { before, after: await contentsOf(pool, await this.schema()) };
  }

  async close(): Promise<void> {
    await Promise.all([this.books.close(), this.pool.end()]);
  }

  private async readOn(): Promise<void> {
    const last = this.log.at(-1);
    const from = last === undefined ? {} : { from: last.position };
    const page = await this.books.store.readAll({ ...from, count: PAGE_EVENTS });
    this.log.push(...page.filter(({ id }) => id !== last?.id));
  }

  private async schema(): Promise<string> {
    return schemaOf((await servedVersion(this.pool)) ?? 0);
  }

  private async checkpoint() {
    return readCheckpoint(this.pool, await this.schema());
  }

  /** Place in the log by payment and charge, as the rows have it. */
  private async numbersOf(schema: string): Promise<(readonly [string, number])[]> {
    const { rows } = await this.pool.query<{ id: string; index: bigint }>(
      `select payment_id as id, recorded_index as index from ${schema}.payment
       union all select charge_id, raised_index from ${schema}.charge order by index`,
    );
    return rows.map(({ id, index }) => [id, Number(index)]);
  }

  /** An event that was applied twice counts twice. */
  private async eventsCounted(schema: string): Promise<number> {
    const { rows } = await this.pool.query<{ events: number }>(
      `select coalesce(sum(events), 0)::float8 as events from ${schema}.command`,
    );
    return Number(rows[0]?.events);
  }
}

/** What requests wrote, but for claims, which accept nothing. */
function eventsOfCommandsIn(log: readonly StoredEvent[]): number {
  return log.filter(
    ({ type, metadata }) => metadata.requestHash !== undefined && !CLAIMS.test(type),
  ).length;
}

function numbersIn(log: readonly StoredEvent[]): (readonly [unknown, number])[] {
  return log.flatMap(({ type, data }, n): (readonly [unknown, number])[] => {
    if (type === 'PaymentRecorded') return [[data['paymentId'], n + 1]];
    return type === 'ChargeRaised' ? [[data['chargeId'], n + 1]] : [];
  });
}

function timesIn(log: readonly StoredEvent[], paymentIds: readonly string[]): number[] {
  const recorded = log
    .filter(({ type }) => type === 'PaymentRecorded')
    .map(({ data }) => data['paymentId']);
  return paymentIds.map((paymentId) => recorded.filter((id) => id === paymentId).length);
}

function countsOf(log: readonly StoredEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of log) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}
