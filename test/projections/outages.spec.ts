// The projector when Postgres, the log or a subscription goes away: it goes on by itself, from the last
// applied event.
import type { Pool } from 'pg';
import { createPool } from '../../src/database/index.js';
import { systemClock } from '../../src/kernel/clock.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { idOf, smallBooks } from './books.js';
import { LogLines, ProjectionDatabase, until } from './projector.js';

const PROJECTOR = 'test projector';

describe('the projector', () => {
  let database: ProjectionDatabase;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });

  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const netOf = async (name: string) => {
    const accounts = new AccountQueries(database.readModels, systemClock);
    return (await accounts.account(idOf(name))).totals.netMinor;
  };

  it('goes on after its lock and its connections were ended by the server', async () => {
    const books = smallBooks();
    const options = { connectionString: database.url, name: PROJECTOR, connectionsMax: 4 };
    const pool = createPool(options, new LogLines());
    const runner = database.startRunner(books.log, books, { pool });
    await database.untilIndex(9);

    await endConnections(database.pool);
    books.pay(idOf('Moyo'), '2', 1_000n);

    await database.untilIndex(11);
    expect(await netOf('Moyo')).toBe(2_000n);
    await runner.stop();
    await pool.end();
  });

  it('subscribes again after the last applied event when a subscription ends or fails', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);

    books.log.drop();
    books.pay(idOf('Moyo'), '2', 1_000n);
    await database.untilIndex(11);
    books.log.drop(new Error('14 UNAVAILABLE: Connection dropped'));
    books.pay(idOf('Moyo'), '3', 1_000n);
    await database.untilIndex(13);

    const [, second, third] = books.log.subscribedAfter;
    expect(second).toEqual(books.log.events[8]?.position);
    expect(third).toEqual(books.log.events[10]?.position);
    expect(await netOf('Moyo')).toBe(1_000n);
  });

  it('waits for a log that is down, and goes on when it is back', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);

    books.log.setDown(true);
    books.pay(idOf('Moyo'), '2', 1_000n);
    await until('it lost the log', () =>
      database.logger.lines.some((line) => line.includes('lost the log')),
    );
    books.log.setDown(false);

    await database.untilIndex(11);
    expect(await netOf('Moyo')).toBe(2_000n);
  });

  it('drops a subscription that is silent while the log grows', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books, { watchdogMilliseconds: 50 });
    await database.untilIndex(9);

    books.log.fallSilent();
    books.pay(idOf('Moyo'), '2', 1_000n);

    await database.untilIndex(11);
    expect(books.log.subscribedAfter.length).toBe(2);
  });
});

/** Of the projector alone: this test must be able to look. */
async function endConnections(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = any($1)`,
    [[PROJECTOR, 'bursar-leader']],
  );
  expect(rowCount).toBeGreaterThanOrEqual(2);
}
