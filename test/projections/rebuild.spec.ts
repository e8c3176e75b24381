// Read models are disposable: thrown away and made again from the log they are the same.
import { EventRegistry } from '../../src/eventstore/registry.js';
import { BILLING_EVENTS } from '../../src/modules/billing/event-definitions.js';
import { STUDENT_EVENTS } from '../../src/modules/students/event-definitions.js';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { liveFoldOf } from '../../src/projections/rebuild/live-fold.js';
import {
  rebuild,
  type RebuildOptions,
  type RebuildProgress,
} from '../../src/projections/rebuild/rebuild.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase, until } from './projector.js';

describe('a rebuild', () => {
  let database: ProjectionDatabase;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });

  beforeEach(() => {
    books = new Books().openSchool();
    for (const name of ['Moyo', 'Dube', 'Ncube']) {
      const student = books.register(name);
      books.charge(student, 'TUITION', 12_000n);
      books.charge(student, 'LEVY', 2_500n);
      books.issueReceipt(student, books.pay(student, '1', 9_000n), 9_000n);
      books.pay(student, '2', 7_000n);
    }
  });

  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const rebuilt = (more: Partial<RebuildOptions> = {}) => {
    const registry = new EventRegistry([...BILLING_EVENTS, ...STUDENT_EVENTS]);
    return rebuild({
      store: books.log,
      connectionString: database.url,
      pool: database.pool,
      decoder: database.decoder(books),
      models: createReadModelGroup(),
      liveFold: liveFoldOf(books.log, registry),
      ...more,
    });
  };

  const schemas = async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `select nspname as name from pg_namespace where nspname like 'rm\\_%' order by 1`,
    );
    return rows.map(({ name }) => name);
  };

  it('makes from the log alone what the projector had made event by event', async () => {
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
    await database.stopRunners();
    const before = await database.contents();
    for (const schema of await schemas()) {
      await database.pool.query(`drop schema ${schema} cascade`);
    }

    const { throughIndex, controlTotals } = await rebuilt();

    expect(throughIndex).toBe(books.log.events.length);
    expect(controlTotals).toMatchObject({ chargedMinor: '43500', paidMinor: '48000' });
    expect(await database.contents()).toEqual(before);
  });

  it('swaps under a running projector, which goes on in the new version', async () => {
    const runner = database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
    const seen: RebuildProgress['phase'][] = [];

    const { version } = await rebuilt({ onProgress: ({ phase }) => seen.push(phase) });

    expect(version).toBe(2);
    expect(seen).toEqual(['filling', 'verifying', 'swapping', 'done']);
    books.pay(idOf('Moyo'), '3', 1_000n);
    await database.untilIndex(books.log.events.length);
    expect(runner.state).toEqual({ kind: 'leading', schema: 'rm_2' });
    expect(await schemas()).toEqual(['rm_2']);
  });

  it('that finds a difference fails, and the old version serves on', async () => {
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
    const before = await database.contents();
    const liveFold = () =>
      Promise.resolve({
        chargedMinor: 14_500n,
        cancelledMinor: 0n,
        adjustedMinor: 0n,
        allocatedMinor: 14_500n,
        paidMinor: 15_999n,
        reversedMinor: 0n,
        refundedMinor: 0n,
      });

    await expect(rebuilt({ liveFold })).rejects.toMatchObject({
      code: 'rebuild_differs',
      message: expect.stringContaining('paidMinor of student'),
    });

    expect(await schemas()).toEqual(['rm_1']);
    expect(await database.contents()).toEqual(before);
    books.pay(idOf('Moyo'), '3', 1_000n);
    await database.untilIndex(books.log.events.length);
  });

  it('mends what a foreign log stopped: the projector goes on by itself', async () => {
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
    await database.stopRunners();
    books = new Books().openSchool();
    books.register('Sibanda');
    const runner = database.startRunner(books.log, books);
    await until('it stops', () => runner.state.kind === 'stopped');

    await rebuilt();

    await until('it leads again', () => runner.state.kind === 'leading');
    books.register('Chikwanha');
    await database.untilIndex(6);
    expect(await schemas()).toEqual(['rm_2']);
  });

  it('runs once at a time', async () => {
    const [first, second] = await Promise.allSettled([rebuilt(), rebuilt()]);

    const refused = [first, second].filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'rebuild_running' } }]);
  });

  it('forgets an erased student and keeps every amount', async () => {
    await rebuilt();
    const amounts = async () =>
      (await database.pool.query('select sum(paid_minor) as paid from rm_1.account')).rows;
    const before = await amounts();
    books.erase(idOf('Moyo'));

    await rebuilt();

    const { rows } = await database.pool.query(
      `select family_name, search_text from rm_2.student where student_id = $1`,
      [idOf('Moyo')],
    );
    expect(rows).toEqual([{ family_name: 'erased', search_text: '' }]);
    const text = JSON.stringify(await database.contents());
    expect(text).not.toContain('HS-Moyo');
    expect(
      (await database.pool.query('select sum(paid_minor) as paid from rm_2.account')).rows,
    ).toEqual(before);
  });

  it('no constraint and no view of one schema names another schema', async () => {
    await rebuilt();

    const { rows } = await database.pool.query(
      `select conrelid::regclass::text as one, confrelid::regclass::text as other
       from pg_constraint where contype = 'f'
         and split_part(conrelid::regclass::text, '.', 1)
           <> split_part(confrelid::regclass::text, '.', 1)`,
    );
    expect(rows).toEqual([]);
    const views = await database.pool.query(
      `select viewname from pg_views where schemaname = 'app' or schemaname like 'rm\\_%'`,
    );
    expect(views.rows).toEqual([]);
  });
});
