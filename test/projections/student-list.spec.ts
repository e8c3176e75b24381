// The list of students: search, filters, orders and pages (rule 18).
import {
  StudentListQueries,
  type StudentListFilters,
} from '../../src/projections/student-directory/student-list.queries.js';
import { StudentPages } from '../../src/projections/student-directory/student-pages.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase } from './projector.js';

describe('the list of students', () => {
  let database: ProjectionDatabase;
  let students: StudentListQueries;
  const books = new Books();

  const namesOf = async (filters: Partial<StudentListFilters>) =>
    (await students.list({ limit: 50, ...filters })).items.map(({ familyName }) => familyName);

  /** Every page of a list, one after the other. */
  async function pagesOf(filters: Partial<StudentListFilters>, limit: number): Promise<string[][]> {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await students.list({ ...filters, limit, cursor });
      pages.push(page.items.map(({ familyName }) => familyName));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return pages;
  }

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    students = new StudentListQueries(database.readModels, new StudentPages());
    books.openSchool();
    const enrolled = [
      ['Nájera', 'Zoë', 'HS-3'],
      ['Zulu', 'Ann', 'HS-1'],
      ['Łukasz', 'Jan', 'HS-4'],
      ['Moyo', 'Anert', 'HS-2'],
      ['Österman', 'Åsa', 'HS_5'],
    ] as const;
    for (const [name, givenName, no] of enrolled) books.register(name, { givenName, no });
    books.register('Dube', { class: 'Form 3B', no: 'HS-6' });
    for (const [name, amountMinor] of [
      ['Moyo', 8_000n],
      ['Zulu', 12_000n],
      ['Dube', 5_000n],
    ] as const) {
      books.charge(idOf(name), 'TUITION', amountMinor);
    }
    books.pay(idOf('Dube'), '1', 6_000n);
    books.pay(idOf('Moyo'), '1', 1_000n);
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
  });

  afterAll(() => database.drop());

  it('finds names by letters without their accents, in any case and any order of words', async () => {
    expect(await namesOf({ q: 'najera' })).toEqual(['Nájera']);
    expect(await namesOf({ q: 'NÁJERA zoe' })).toEqual(['Nájera']);
    expect(await namesOf({ q: 'lukasz' })).toEqual(['Łukasz']);
    expect(await namesOf({ q: 'asa oster' })).toEqual(['Österman']);
  });

  it('finds admission numbers, and takes the signs of LIKE for themselves', async () => {
    expect(await namesOf({ q: 'hs-4' })).toEqual(['Łukasz']);
    expect(await namesOf({ q: 'hs_5' })).toEqual(['Österman']);
    expect(await namesOf({ q: '%' })).toEqual([]);
  });

  it('sorts accented names where people look for them, not behind Z', async () => {
    expect(await namesOf({})).toEqual(['Dube', 'Łukasz', 'Moyo', 'Nájera', 'Österman', 'Zulu']);
  });

  it('sorts by admission number, and by what is owed, highest first', async () => {
    expect(await namesOf({ sort: 'admissionNo', class: 'Form 2A' })).toEqual([
      'Österman',
      'Zulu',
      'Moyo',
      'Nájera',
      'Łukasz',
    ]);
    expect(await namesOf({ sort: '-outstanding', limit: 2 })).toEqual(['Zulu', 'Moyo']);
  });

  it('filters by class, status and payment status of the current term', async () => {
    expect(await namesOf({ class: 'Form 3B' })).toEqual(['Dube']);
    expect(await namesOf({ status: 'withdrawn' })).toEqual([]);
    expect(await namesOf({ paymentStatus: 'CREDIT' })).toEqual(['Dube']);
    expect(await namesOf({ paymentStatus: 'PARTIAL' })).toEqual(['Moyo']);
    expect(await namesOf({ paymentStatus: 'UNPAID' })).toEqual(['Zulu']);
    expect(await namesOf({ paymentStatus: 'NOT_CHARGED' })).toEqual([
      'Łukasz',
      'Nájera',
      'Österman',
    ]);
  });

  it('gives each student once over all pages, in the order of the whole list', async () => {
    const whole = await namesOf({});
    for (const limit of [1, 2, 4, 5, 6, 7]) {
      const pages = await pagesOf({}, limit);
      expect(pages.flat()).toEqual(whole);
      expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true);
    }
    expect(await pagesOf({ sort: 'admissionNo', class: 'Form 2A' }, 2)).toEqual([
      ['Österman', 'Zulu'],
      ['Moyo', 'Nájera'],
      ['Łukasz'],
    ]);
  });

  it('carries its filters in the cursor and refuses other ones', async () => {
    const { nextCursor } = await students.list({ limit: 1, class: 'Form 2A' });

    expect(await namesOf({ cursor: nextCursor, limit: 1 })).toEqual(['Moyo']);
    expect(await namesOf({ cursor: nextCursor, limit: 1, class: 'Form 2A' })).toEqual(['Moyo']);
    for (const other of [{ class: 'Form 3B' }, { q: 'a' }, { sort: 'admissionNo' }] as const) {
      await expect(students.list({ limit: 1, cursor: nextCursor, ...other })).rejects.toMatchObject(
        { kind: 'invalid', code: 'bad_cursor' },
      );
    }
  });

  it('refuses a cursor that it never gave, and a term that does not exist', async () => {
    for (const cursor of ['', 'x', 'bnVsbA', Buffer.from('{}').toString('base64url')]) {
      await expect(students.list({ limit: 1, cursor })).rejects.toMatchObject({
        code: 'bad_cursor',
      });
    }
    await expect(students.list({ limit: 1, termId: idOf('no term') })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unknown_term',
    });
  });

  it('shows figures that add up: charged − adjusted − paid = outstanding, − credit = net', async () => {
    const { items } = await students.list({ limit: 50, q: 'dube' });

    expect(items[0]).toMatchObject({
      balance: {
        chargedMinor: 5_000n,
        adjustedMinor: 0n,
        paidMinor: 5_000n,
        outstandingMinor: 0n,
        creditMinor: 1_000n,
        paymentStatus: 'CREDIT',
      },
      netMinor: -1_000n,
    });
  });
});
