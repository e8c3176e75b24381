// What happens to students, as the list and the details show it: corrected names, classes by the day
// at the school, status.
import { ManualClock } from '../../src/kernel/clock.js';
import { localDate } from '../../src/kernel/local-date.js';
import type { StatusChangedData } from '../../src/modules/students/index.js';
import {
  type PageContent,
  StudentListQueries,
  type StudentListFilters,
} from '../../src/projections/student-directory/student-list.queries.js';
import { StudentPages } from '../../src/projections/student-directory/student-pages.js';
import { StudentQueries } from '../../src/projections/student-directory/student.queries.js';
import { ReadModelStudentRoster } from '../../src/projections/student-roster.js';
import { ConsistencyTokens } from '../../src/projections/consistency/read-your-writes.js';
import { ReadModelProgress } from '../../src/projections/consistency/read-model-progress.js';
import { Books, idOf } from './books.js';
import { LogLines, ProjectionDatabase } from './projector.js';

describe('students who change', () => {
  let database: ProjectionDatabase;
  let students: StudentListQueries;
  let details: StudentQueries;
  const books = new Books();
  // Noon of 16 July 2026 in Harare, which is two hours ahead of UTC.
  const clock = new ManualClock(new Date('2026-07-16T10:00:00Z'));

  const namesOf = async (filters: Partial<StudentListFilters>) =>
    (await students.list({ limit: 50, ...filters })).items.map(({ familyName }) => familyName);
  const streamOf = (name: string) => `student-${idOf(name)}`;

  function correct(name: string, secret: { givenName: string; familyName: string; no: string }) {
    const { no: admissionNo, ...names } = secret;
    books.write(streamOf(name), {
      type: 'StudentDetailsCorrected',
      data: { changedFields: ['familyName'] },
      secret: { admissionNo, ...names, guardians: [{ name: 'Grace' }] },
      subjectId: idOf(name),
    });
  }

  function assign(name: string, studentClass: string, from: string): void {
    const data = { class: studentClass, from };
    books.write(streamOf(name), { type: 'ClassAssigned', data });
  }

  function change(name: string, type: string, on: string): void {
    const data: StatusChangedData = { on: localDate(on), reasonCode: 'other' };
    books.write(streamOf(name), { type, data });
  }

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    students = new StudentListQueries(database.readModels, new StudentPages(), clock);
    details = new StudentQueries(database.readModels, clock);
    books.openSchool();
    for (const [name, no] of [
      ['Banda', 'HS-1'],
      ['Dube', 'HS-2'],
      ['Moyo', 'HS-3'],
      ['Zulu', 'HS-4'],
    ] as const) {
      books.register(name, { no });
    }
    correct('Zulu', { givenName: 'Zoë', familyName: 'Árnason', no: 'HS-40' });
    assign('Banda', 'Form 3A', '2026-07-16');
    assign('Dube', 'Form 3A', '2026-08-01');
    assign('Dube', 'Form 3B', '2026-09-01');
    change('Moyo', 'StudentWithdrawn', '2026-07-01');
    change('Zulu', 'StudentGraduated', '2026-07-02');
    change('Zulu', 'StudentReadmitted', '2026-07-03');
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
  });

  afterAll(() => database.drop());
  afterEach(() => clock.moveTo(new Date('2026-07-16T10:00:00Z')));

  it('are listed, sorted and found by their corrected name and number, not by the old ones', async () => {
    expect(await namesOf({})).toEqual(['Árnason', 'Banda', 'Dube', 'Moyo']);
    expect(await namesOf({ q: 'arnason zoe' })).toEqual(['Árnason']);
    expect(await namesOf({ q: 'hs-40' })).toEqual(['Árnason']);
    expect(await namesOf({ q: 'zulu' })).toEqual([]);
    expect(await namesOf({ q: 'hs-4 arnason', sort: 'admissionNo' })).toEqual(['Árnason']);
  });

  it('are all listed by default, and by status', async () => {
    expect(await namesOf({ status: 'active' })).toEqual(['Árnason', 'Banda', 'Dube']);
    expect(await namesOf({ status: 'withdrawn' })).toEqual(['Moyo']);
    expect(await namesOf({ status: 'graduated' })).toEqual([]);
    expect(await namesOf({ status: 'active', class: 'Form 2A' })).toEqual(['Árnason', 'Dube']);
  });

  it('are in the class of the day: one of today counts, one of next month does not yet', async () => {
    const { items } = await students.list({ limit: 50 });
    const classes = items.map((student) => [student.familyName, student.class]);
    expect(classes).toEqual([
      ['Árnason', 'Form 2A'],
      ['Banda', 'Form 3A'],
      ['Dube', 'Form 2A'],
      ['Moyo', 'Form 2A'],
    ]);
    expect(await namesOf({ class: 'Form 2A' })).toEqual(['Árnason', 'Dube', 'Moyo']);
    expect(await namesOf({ class: 'Form 3A' })).toEqual(['Banda']);
    expect(await namesOf({ class: 'Form 3B' })).toEqual([]);
  });

  it('change class at midnight of the school, with no event to say so', async () => {
    clock.moveTo(new Date('2026-07-31T21:59:59.999Z'));
    expect(await namesOf({ class: 'Form 3A' })).toEqual(['Banda']);
    clock.moveTo(new Date('2026-07-31T22:00:00.000Z'));
    expect(await namesOf({ class: 'Form 3A' })).toEqual(['Banda', 'Dube']);
    expect(await namesOf({ class: 'Form 2A' })).toEqual(['Árnason', 'Moyo']);
    clock.moveTo(new Date('2026-08-31T22:00:00.000Z'));
    expect(await namesOf({ class: 'Form 3A' })).toEqual(['Banda']);
    expect(await namesOf({ class: 'Form 3B' })).toEqual(['Dube']);
    clock.moveTo(new Date('2026-01-01T00:00:00.000Z'));
    expect(await namesOf({ class: 'Form 2A' })).toEqual(['Árnason', 'Banda', 'Dube', 'Moyo']);
  });

  it('are not shown from a page that was kept before their class began', async () => {
    const pages = new StudentPages<PageContent>();
    const kept = new StudentListQueries(database.readModels, pages, clock);
    const { position: index } = await kept.list({ limit: 50 });
    const notice = { commit: 1n, index, schema: 'rm_1', current: true, touched: new Set<string>() };
    const classOfDube = async () => {
      pages.heard(notice);
      return (await kept.list({ limit: 50, q: 'dube' })).items[0]?.class;
    };
    clock.moveTo(new Date('2026-07-31T21:59:00Z'));
    expect([await classOfDube(), await classOfDube()]).toEqual(['Form 2A', 'Form 2A']);
    clock.moveTo(new Date('2026-07-31T22:00:00Z'));
    expect(await classOfDube()).toBe('Form 3A');
  });

  it('are charged for the class of the day, and not at all when they left', async () => {
    const progress = new ReadModelProgress({
      connectionString: database.url,
      logger: new LogLines(),
    });
    const tokens = new ConsistencyTokens(progress);
    const roster = new ReadModelStudentRoster(database.readModels, tokens, clock);
    const { students: all } = await roster.listActiveStudents({});
    const ofClass = await roster.listActiveStudents({ class: 'Form 2A' });
    const sorted = (names: string[]) => names.map(idOf).toSorted();
    expect(all.map(({ studentId }) => studentId)).toEqual(sorted(['Banda', 'Dube', 'Zulu']));
    expect(ofClass.students.map(({ studentId }) => studentId)).toEqual(sorted(['Dube', 'Zulu']));
    expect(ofClass.students.map((student) => student.class)).toEqual(['Form 2A', 'Form 2A']);
  });

  it('have details with status, all classes and the revision of their stream', async () => {
    expect(await details.find(idOf('Zulu'))).toMatchObject({
      admissionNo: 'HS-40',
      givenName: 'Zoë',
      guardians: [{ name: 'Grace' }],
      status: 'active',
      statusSince: '2026-07-03',
      revision: 3,
    });
    expect(await details.find(idOf('Dube'))).toMatchObject({
      class: 'Form 2A',
      classes: [
        { class: 'Form 2A', from: '2026-01-13' },
        { class: 'Form 3A', from: '2026-08-01' },
        { class: 'Form 3B', from: '2026-09-01' },
      ],
      statusSince: '2026-01-13',
      revision: 2,
    });
  });

  it('lose a birth date that a correction took away', async () => {
    const withBirthDate = { admissionNo: 'HS-1', givenName: 'A', familyName: 'Banda' };
    const write = (secret: object) =>
      books.write(streamOf('Banda'), {
        type: 'StudentDetailsCorrected',
        data: { changedFields: ['birthDate'] },
        secret: { ...withBirthDate, ...secret, guardians: [] },
        subjectId: idOf('Banda'),
      });
    write({ birthDate: '2014-03-02' });
    await database.untilIndex(books.log.events.length);
    expect(await details.find(idOf('Banda'))).toMatchObject({ birthDate: '2014-03-02' });
    write({});
    await database.untilIndex(books.log.events.length);
    expect(await details.find(idOf('Banda'))).not.toHaveProperty('birthDate');
  });

  it('are the same rows after a rebuild', async () => {
    const before = await database.contents();
    await database.stopRunners();
    await database.rebuilt(books);
    const after = await database.contents();
    expect(before['student']).toHaveLength(4);
    expect([after['student'], after['student_class']]).toEqual([
      before['student'],
      before['student_class'],
    ]);
  });
});
