// Kept pages of the list: one is given only while it is what the read models would answer.
import { idOf } from './books.js';
import { StudentPages } from '../../src/projections/student-directory/student-pages.js';
import { noticeOf, payloadOf, type Notice } from '../../src/projections/runner/notice.js';

const MOYO = idOf('Moyo');
const DUBE = idOf('Dube');
const PAGE = { items: 'Moyo', bytes: 4 };

describe('a kept page of students', () => {
  let now: number;
  let pages: StudentPages<typeof PAGE>;

  const notice = (index: number, more: Partial<Notice> = {}): Notice => ({
    commit: BigInt(index),
    index,
    schema: 'rm_1',
    current: true,
    touched: new Set(),
    ...more,
  });
  const keep = (position: number, more: { schema?: string; era?: number } = {}) => {
    const { schema = 'rm_1', era = pages.era } = more;
    pages.keep('a', { page: PAGE, students: [MOYO], schema, position }, era);
  };
  const positionOf = () => pages.find('a')?.stamp.position;

  beforeEach(() => {
    now = 1_000;
    pages = new StudentPages({ now: () => now, silenceMillisecondsMax: 2_000 });
    pages.heard(notice(10));
  });

  it('is given with the position up to which nothing has touched it', () => {
    keep(10);
    pages.heard(notice(12, { touched: new Set([DUBE]) }));
    now += 500;

    expect(pages.find('a')).toEqual({ page: PAGE, stamp: { position: 12, lagSeconds: 0.5 } });
  });

  it('is not given after an event of one of its students, also when it is kept only then', () => {
    keep(10);
    pages.heard(notice(11, { touched: new Set([MOYO]) }));
    expect(positionOf()).toBeUndefined();

    keep(10);
    expect(positionOf()).toBeUndefined();
    keep(11);
    expect(positionOf()).toBe(11);
  });

  it('read further than what was heard is given as of where it was read', () => {
    keep(13);
    expect(positionOf()).toBe(13);

    pages.heard(notice(12, { touched: new Set([MOYO]) }));
    expect(positionOf()).toBe(13);
  });

  it('is not given after an event that may have touched anything', () => {
    keep(10);
    pages.heard(notice(11, { touched: 'everything' }));

    expect(positionOf()).toBeUndefined();
  });

  it('is not given while the projector is silent, behind or cut off', () => {
    keep(10);
    now += 2_001;
    expect(positionOf()).toBeUndefined();
    pages.heard(notice(10));
    expect(positionOf()).toBe(10);
    pages.heard(notice(11, { current: false }));
    expect(positionOf()).toBeUndefined();
    pages.heard(notice(11));
    expect(positionOf()).toBe(11);
    pages.heard(undefined);
    expect(positionOf()).toBeUndefined();
  });

  it('of before a break is never given again: events may have been missed', () => {
    keep(10);
    const { era } = pages;
    pages.heard(undefined);
    pages.heard(notice(12));
    keep(12, { era });
    expect(positionOf()).toBeUndefined();

    keep(11);
    expect(positionOf()).toBeUndefined();
    keep(12);
    expect(positionOf()).toBe(12);
  });

  it('makes room for others when the memory for all is full, the one longest unasked first', () => {
    pages = new StudentPages({ now: () => now, bytesMax: 2_500 });
    pages.heard(notice(10));
    const page = { items: 'Moyo', bytes: 1_000 };
    const kept = { page, students: [MOYO], schema: 'rm_1', position: 10 };
    pages.keep('a', kept, pages.era);
    pages.keep('b', kept, pages.era);
    pages.find('a');

    pages.keep('c', kept, pages.era);

    expect(['a', 'b', 'c'].map((key) => pages.find(key) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('of another version is not given, nor one of a log that began anew', () => {
    keep(10);
    pages.heard(notice(10, { schema: 'rm_2', touched: 'everything' }));
    expect(positionOf()).toBeUndefined();
    keep(10, { schema: 'rm_1' });
    expect(positionOf()).toBeUndefined();
    keep(10, { schema: 'rm_2' });
    expect(positionOf()).toBe(10);

    pages.heard(notice(3, { schema: 'rm_2' }));
    expect(positionOf()).toBeUndefined();
  });
});

describe('a notice of the projector', () => {
  it('is read back as it was sent', () => {
    const place = { commit: 10n ** 15n, index: 7, schema: 'rm_12', current: true };

    for (const touched of ['everything', new Set<string>(), new Set([MOYO, DUBE])] as const) {
      expect(noticeOf(payloadOf({ ...place, touched }))).toEqual({ ...place, touched });
    }
    expect(noticeOf('')).toBeUndefined();
  });

  it('fits what Postgres takes: many students are everything', () => {
    const students = (count: number) =>
      new Set(Array.from({ length: count }, (_, n) => idOf(`student ${n}`)));
    const place = { commit: 10n ** 15n, index: 10 ** 9, schema: 'rm_12345678', current: true };

    expect(payloadOf({ ...place, touched: students(200) }).length).toBeLessThan(8_000);
    expect(noticeOf(payloadOf({ ...place, touched: students(201) }))?.touched).toBe('everything');
  });
});
