// A projector over a log in memory and a Postgres database of its own.
import pg, { type Pool } from 'pg';
import { createPool, migrate } from '../../src/database/index.js';
import type { EventStore } from '../../src/eventstore/port.js';
import { EventRegistry } from '../../src/eventstore/registry.js';
import { BILLING_EVENTS } from '../../src/modules/billing/event-definitions.js';
import { STUDENT_EVENTS } from '../../src/modules/students/event-definitions.js';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { liveFoldOf } from '../../src/projections/rebuild/live-fold.js';
import { rebuild } from '../../src/projections/rebuild/rebuild.js';
import { ReadModels } from '../../src/projections/read-models.js';
import { EventDecoder, type KeyRing } from '../../src/projections/runner/event-decoder.js';
import { Leadership } from '../../src/projections/runner/leadership.js';
import { Runner, type RunnerOptions } from '../../src/projections/runner/runner.js';
import { dropUnserved, schemaOf, servedVersion } from '../../src/projections/runner/version.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/** What was logged, for tests that look at it. */
export class LogLines {
  readonly lines: string[] = [];
  readonly debug = (_fields: object, message: string) => void this.lines.push(message);
  readonly info = this.debug;
  readonly warn = this.debug;
  readonly error = this.debug;
}

export class ProjectionDatabase {
  readonly logger = new LogLines();
  readonly readModels: ReadModels;
  private readonly runners: Runner[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: Pool,
  ) {
    this.readModels = new ReadModels(pool);
  }

  static async create(): Promise<ProjectionDatabase> {
    const database = await createTestDatabase();
    await migrate(database.url);
    const options = { connectionString: database.url, name: 'test', connectionsMax: 6 };
    return new ProjectionDatabase(database, createPool(options, new LogLines()));
  }

  get url(): string {
    return this.database.url;
  }

  decoder(keys: KeyRing): EventDecoder {
    return new EventDecoder(new EventRegistry([...BILLING_EVENTS, ...STUDENT_EVENTS]), keys);
  }

  /** A runner of its own, as another process would have one. */
  startRunner(store: EventStore, keys: KeyRing, more: Partial<RunnerOptions> = {}): Runner {
    const leadership = new Leadership({
      connectionString: this.url,
      logger: this.logger,
      probeMilliseconds: 100,
      pollMilliseconds: 50,
    });
    const runner = new Runner({
      store,
      pool: this.pool,
      leadership,
      decoder: this.decoder(keys),
      logger: this.logger,
      createModels: createReadModelGroup,
      limits: { eventsMax: 500, waitMilliseconds: 5, idleMilliseconds: 100 },
      ...more,
    });
    this.runners.push(runner);
    runner.start();
    return runner;
  }

  /** Makes the read models again from a log, as the command line does. */
  async rebuilt(books: KeyRing & { readonly log: EventStore }): Promise<void> {
    await rebuild({
      store: books.log,
      connectionString: this.url,
      pool: this.pool,
      decoder: this.decoder(books),
      models: createReadModelGroup(),
      liveFold: liveFoldOf(books.log, new EventRegistry([...BILLING_EVENTS, ...STUDENT_EVENTS])),
    });
  }

  /** Resolves when the served version has applied the n-th event. */
  async untilIndex(index: number): Promise<void> {
    await until(`event ${index} is applied`, async () => (await this.index()) === index);
  }

  /** Log index of the served version; −1 while there is none. */
  async index(): Promise<number> {
    const version = await servedVersion(this.pool);
    if (version === undefined) return -1;
    const { rows } = await this.pool.query<{ index: bigint }>(
      `select index from ${schemaOf(version)}.checkpoint`,
    );
    return Number(rows[0]?.index ?? -1);
  }

  /** Every row of every table of the served version but the checkpoint, as comparable text. */
  async contents(): Promise<Record<string, string[]>> {
    return contentsOf(this.pool, schemaOf((await servedVersion(this.pool)) ?? 0));
  }

  /** The server ends the connections of these names, whatever they are doing. */
  async endConnections(names: readonly string[]): Promise<void> {
    const client = new pg.Client(this.url);
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = any($1)`,
      [names],
    );
    await client.end();
  }

  async stopRunners(): Promise<void> {
    await Promise.all(this.runners.splice(0).map((runner) => runner.stop()));
  }

  /** As new: no version of the read models, nothing running. */
  async reset(): Promise<void> {
    await this.stopRunners();
    await this.pool.query('delete from app.read_model');
    await dropUnserved(this.pool);
    this.logger.lines.length = 0;
  }

  async drop(): Promise<void> {
    await this.stopRunners();
    await this.pool.end();
    await this.database.drop();
  }
}

/** Every row of every table of a version but the checkpoint, as comparable text. */
export async function contentsOf(pool: Pool, schema: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name } of createReadModelGroup().flatMap((model) => [...model.tables])) {
    const { rows } = await pool.query<{ line: string }>(
      `select t::text as line from ${schema}.${name} t order by 1`,
    );
    found[name] = rows.map(({ line }) => line);
  }
  return found;
}

/** Looks again and again; fails after 20 s, which only a hang reaches. */
export async function until(what: string, look: () => Promise<boolean> | boolean): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    if (await look()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it did not happen: ${what}`);
}
