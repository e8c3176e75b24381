// What the planner is told and what a page of the list costs, counted in pages of Postgres's buffers.
import type { ListRequest } from '../../src/projections/student-directory/student-list.conditions.js';
import { listStatements } from '../../src/projections/student-directory/student-list.statement.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase, until } from './projector.js';

const FEW = 120;
const MANY = 1_200;
/** Descents of three indexes for each of 51 students, and the row that each leads to. */
const BUFFERS_MAX = 600;

describe('the tables of the read models', () => {
  let database: ProjectionDatabase;

  beforeEach(async () => {
    database = await ProjectionDatabase.create();
  });
  afterEach(() => database.drop());

  it('are analysed by the projector once there are some hundred events', async () => {
    const books = school(FEW);
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);

    const students = async () => {
      const { rows } = await database.pool.query<{ rows: number }>(
        `select reltuples::int as rows from pg_class where oid = 'rm_1.student'::regclass`,
      );
      return rows[0]?.rows;
    };

    await until('the planner knows them', async () => (await students()) !== -1);
    expect(await students()).toBe(FEW);
  });

  it('give a page from the middle of many students by index, also before they are analysed', async () => {
    const books = school(MANY);
    await database.rebuilt(books);
    await database.pool.query(
      `update pg_class set reltuples = -1, relpages = 0 where relnamespace = 'rm_1'::regnamespace`,
    );

    expect(await buffersOfAPage()).toBeLessThan(BUFFERS_MAX);
    await database.pool.query('analyze');
    expect(await buffersOfAPage()).toBeLessThan(BUFFERS_MAX);
  });

  it('are read once a table, and no more, where whom to list hangs on figures', async () => {
    await database.rebuilt(school(MANY));
    await database.pool.query('analyze');
    const tables = await pagesOfTables();

    const unpaid = await buffersOf({ paymentStatus: 'UNPAID' });
    const arrears = await buffersOf({ sort: '-outstanding' });

    expect(unpaid).toBeLessThan(2 * tables);
    expect(arrears).toBeLessThan(2 * tables);
  });

  /** Of what such a list reads whole. */
  async function pagesOfTables(): Promise<number> {
    const { rows } = await database.pool.query<{ pages: number }>(
      `select sum(relpages)::int as pages from pg_class
       where relnamespace = 'rm_1'::regnamespace
         and relname in ('student', 'account', 'student_term')`,
    );
    return rows[0]?.pages ?? 0;
  }

  function buffersOfAPage(): Promise<number> {
    return buffersOf({ after: [`Student ${MANY / 2}`, idOf('anybody')] });
  }

  async function buffersOf(asked: Partial<ListRequest>): Promise<number> {
    const { statements, parameters } = listStatements({
      termId: undefined,
      rows: 51,
      now: new Date('2026-07-16T12:00:00Z'),
      patterns: [],
      class: undefined,
      status: undefined,
      paymentStatus: undefined,
      sort: 'name',
      after: undefined,
      ...asked,
    });
    const { rows } = await database.pool.query<{
      'QUERY PLAN': [{ Plan: Record<string, number> }];
    }>(`explain (analyze, buffers, format json) ${statements('rm_1').items}`, parameters);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan ?? {};
    expect(plan['Actual Rows']).toBe(51);
    return (plan['Shared Hit Blocks'] ?? Infinity) + (plan['Shared Read Blocks'] ?? Infinity);
  }
});

function school(students: number): Books {
  const books = new Books().openSchool();
  for (let n = 1; n <= students; n += 1) {
    books.charge(books.register(`Student ${n}`), 'TUITION', 12_000n);
  }
  return books;
}
