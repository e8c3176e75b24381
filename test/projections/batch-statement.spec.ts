// A batch is one statement, and still all of it or nothing.
import pg, { type Pool } from 'pg';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { BatchStatements } from '../../src/projections/runner/batch-statement.js';
import { BatchWriter } from '../../src/projections/runner/batch-writer.js';
import { Changes } from '../../src/projections/runner/changes.js';
import { Checkpoint } from '../../src/projections/runner/checkpoint.js';
import { enterEpoch, Fenced } from '../../src/projections/runner/checkpoint-row.js';
import { listenToNotices, noticeOf, type Notice } from '../../src/projections/runner/notice.js';
import { Parking } from '../../src/projections/runner/parking.js';
import { key, table } from '../../src/projections/runner/table.js';
import { idOf, smallBooks, type Books } from './books.js';
import { ProjectionDatabase, until } from './projector.js';

describe('a batch', () => {
  let database: ProjectionDatabase;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });

  afterEach(() => database.reset());
  afterAll(() => database.drop());

  /** Books that are applied, and a payment with its receipt that is not. */
  async function booksWithPayment(): Promise<Books> {
    const books = smallBooks();
    await database.rebuilt(books);
    const paymentId = books.pay(idOf('Moyo'), '2', 1_000n);
    books.issueReceipt(idOf('Moyo'), paymentId, 1_000n);
    return books;
  }

  const writerOn = (pool: Pool, books: Books) =>
    new BatchWriter({
      pool,
      schema: 'rm_1',
      models: createReadModelGroup(),
      decoder: database.decoder(books),
      parking: new Parking(),
    });

  it('costs one round trip, however many tables it changes', async () => {
    const books = await booksWithPayment();
    const { pool, asked } = counting(database.pool);
    const from = await enterEpoch(database.pool, 'rm_1');
    const writer = writerOn(pool, books);

    await writer.apply(books.log.events, from, true);

    // Once more for the terms of charges that this writer has never met.
    expect(asked).toEqual([
      expect.stringContaining('from rm_1.charge'),
      expect.stringContaining('insert into rm_1.payment '),
    ]);
    expect(asked[1]).toContain('insert into rm_1.receipt ');
    expect(asked[1]).toContain('insert into rm_1.account ');
  });

  it('of a runner that is fenced writes nothing and tells nobody', async () => {
    const books = await booksWithPayment();
    const before = await database.contents();
    const earlier = await enterEpoch(database.pool, 'rm_1');
    await enterEpoch(database.pool, 'rm_1');
    const listener = await Listener.on(database.url);

    const late = writerOn(database.pool, books).apply(books.log.events, earlier, true);

    await expect(late).rejects.toThrow(Fenced);
    expect(await database.contents()).toEqual(before);
    expect(await listener.heardUntilNow()).toEqual([]);
    await listener.end();
  });

  it('is told by its own commit: whom it touched, and how far the rows are', async () => {
    const books = await booksWithPayment();
    const from = await enterEpoch(database.pool, 'rm_1');
    const listener = await Listener.on(database.url);

    const { checkpoint } = await writerOn(database.pool, books).apply(books.log.events, from, true);

    const [notice] = await listener.heardUntilNow();
    expect(notice).toEqual({
      commit: checkpoint.commit,
      index: books.log.events.length,
      schema: 'rm_1',
      current: true,
      touched: new Set([idOf('Moyo')]),
    });
    expect(await database.index()).toBe(books.log.events.length);
    await listener.end();
  });

  it('alone does not wait for the disk: what follows on its connection does', async () => {
    const books = await booksWithPayment();
    const from = await enterEpoch(database.pool, 'rm_1');
    const client = await database.pool.connect();
    const pool = Object.create(database.pool, {
      query: { value: client.query.bind(client) },
    }) as Pool;

    await writerOn(pool, books).apply(books.log.events, from, true);

    const { rows } = await client.query<{ synchronous_commit: string }>('show synchronous_commit');
    client.release();
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
    expect(await database.index()).toBe(books.log.events.length);
  });
});

describe('the statements of batches', () => {
  it('are planned for 24 sets of tables; a plan takes memory of each connection', async () => {
    const tables = ['a', 'b', 'c', 'd', 'e'].map((name) => table(name, { id: key('text') }));
    const names: (string | undefined)[] = [];
    const query = ({ name }: { name?: string }) => {
      names.push(name);
      return Promise.resolve({ rowCount: 1 });
    };
    const statements = new BatchStatements({ schema: 'rm_1' });
    const { START } = Checkpoint;
    const move = { from: START, to: START, recordedAt: '2026-06-02T08:00:00.000Z', current: true };

    for (const set of [...Array(30).keys(), 0, 29]) {
      const changes = new Changes();
      for (const [n, one] of tables.entries()) {
        if (((set >> n) & 1) === 1) changes.put(one, { index: 1 }, { id: 'x' });
      }
      await statements.run({ query } as unknown as Pool, move, changes);
    }

    expect(new Set(names.slice(0, 24)).size).toBe(24);
    expect(names.slice(24, 30)).toEqual(Array(6).fill(undefined));
    expect(names.slice(30)).toEqual([names[0], undefined]);
  });
});

/** The pool, and the text of each statement that it is asked for. */
function counting(pool: Pool): { pool: Pool; asked: string[] } {
  const asked: string[] = [];
  const query = (statement: string | { text: string }, values?: unknown[]) => {
    asked.push(typeof statement === 'string' ? statement : statement.text);
    return pool.query(statement as string, values);
  };
  return { pool: Object.create(pool, { query: { value: query } }) as Pool, asked };
}

/** Somebody who waits for news of the read models. */
class Listener {
  private readonly heard: (Notice | undefined)[] = [];
  private marks = 0;

  private constructor(private readonly client: pg.Client) {}

  static async on(url: string): Promise<Listener> {
    const client = new pg.Client(url);
    await client.connect();
    const listener = new Listener(client);
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === 'mark') listener.marks += 1;
      else listener.heard.push(noticeOf(payload));
    });
    await client.query('listen mark');
    await listenToNotices(client);
    return listener;
  }

  /** Notices come in the order of their commits, so a mark comes after all of them. */
  async heardUntilNow(): Promise<readonly (Notice | undefined)[]> {
    const { marks } = this;
    await this.client.query('notify mark');
    await until('the mark is heard', () => this.marks > marks);
    return this.heard;
  }

  end(): Promise<void> {
    return this.client.end();
  }
}
