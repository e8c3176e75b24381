import {
  calendarFold,
  openTerm,
  scheduleTerm,
  type Calendar,
} from '../../src/modules/billing/domain/calendar.js';
import type { CalendarFact } from '../../src/modules/billing/domain/calendar.events.js';
import { schoolYearOf } from '../../src/modules/billing/domain/school.js';
import { day, idOf, refusalOf } from './account-scenario.js';

const first = {
  termId: idOf('t1'),
  schoolYear: '2026',
  name: 'First Term (2026)',
  startsOn: day('2026-01-12'),
  endsOn: day('2026-04-10'),
};
const second = {
  termId: idOf('t2'),
  schoolYear: '2026',
  name: 'Second Term (2026)',
  startsOn: day('2026-05-04'),
  endsOn: day('2026-08-07'),
};

function calendarOf(...facts: readonly CalendarFact[]): Calendar {
  return facts.reduce((state, fact) => calendarFold.evolve(state, fact), calendarFold.initialState);
}

const withFirst = calendarOf(...scheduleTerm(calendarOf(), first, '01-01'));

describe('a term', () => {
  it('defines its school year when it is the first of it', () => {
    expect(scheduleTerm(calendarOf(), first, '01-01')).toEqual([
      {
        type: 'SchoolYearDefined',
        data: { schoolYear: '2026', startsOn: '2026-01-01', endsOn: '2026-12-31' },
      },
      { type: 'TermScheduled', data: first },
    ]);
    expect(scheduleTerm(withFirst, second, '01-01')).toEqual([
      { type: 'TermScheduled', data: second },
    ]);
  });

  it('lies inside its school year, which may span two calendar years', () => {
    const [year] = scheduleTerm(
      calendarOf(),
      { ...first, startsOn: day('2026-09-01'), endsOn: day('2027-08-31') },
      '09-01',
    );
    expect(year?.data).toEqual({
      schoolYear: '2026',
      startsOn: '2026-09-01',
      endsOn: '2027-08-31',
    });
    const late = { ...first, endsOn: day('2027-01-01') };
    expect(refusalOf(() => scheduleTerm(calendarOf(), late, '01-01'))).toMatchObject({
      kind: 'invalid',
      code: 'outside_school_year',
    });
  });

  it('does not overlap another, not even by one day', () => {
    const touching = { ...second, startsOn: day('2026-04-10') };
    expect(refusalOf(() => scheduleTerm(withFirst, touching, '01-01'))).toMatchObject({
      kind: 'conflict',
      code: 'overlapping_term',
    });
    const next = { ...second, startsOn: day('2026-04-11') };
    expect(scheduleTerm(withFirst, next, '01-01')).toHaveLength(1);
  });

  it('starts before it ends', () => {
    const backwards = { ...first, endsOn: day('2026-01-11') };
    expect(refusalOf(() => scheduleTerm(calendarOf(), backwards, '01-01')).code).toBe(
      'ends_before_start',
    );
  });

  it('keeps the bounds of a school year that exists, whatever the setting says later', () => {
    const term = { ...second, endsOn: day('2027-01-15') };
    expect(refusalOf(() => scheduleTerm(withFirst, term, '09-01')).code).toBe(
      'outside_school_year',
    );
  });

  it('is refused when its school year would overlap another', () => {
    const next = {
      ...first,
      schoolYear: '2025',
      startsOn: day('2025-10-01'),
      endsOn: day('2025-12-01'),
    };
    expect(refusalOf(() => scheduleTerm(withFirst, next, '09-01')).code).toBe(
      'overlapping_school_year',
    );
  });
});

describe('opening a term', () => {
  it('makes it the current one; others stay open', () => {
    const both = calendarOf(
      ...scheduleTerm(calendarOf(), first, '01-01'),
      { type: 'TermScheduled', data: second },
      { type: 'TermOpened', data: { termId: idOf('t1') } },
      { type: 'TermOpened', data: { termId: idOf('t2') } },
    );
    expect(both.currentTermId).toBe(idOf('t2'));
    expect([...both.terms.values()].map((term) => term.status)).toEqual(['open', 'open']);
  });

  it('is refused for a term that is open, and for one that is unknown', () => {
    const [fact] = openTerm(withFirst, idOf('t1'));
    expect(fact).toEqual({ type: 'TermOpened', data: { termId: idOf('t1') } });
    const open = calendarOf(...scheduleTerm(calendarOf(), first, '01-01'), {
      type: 'TermOpened',
      data: { termId: idOf('t1') },
    });
    expect(refusalOf(() => openTerm(open, idOf('t1')))).toMatchObject({
      kind: 'conflict',
      code: 'invalid_status',
    });
    expect(refusalOf(() => openTerm(open, idOf('t9')))).toMatchObject({
      kind: 'not_found',
      code: 'term_not_found',
    });
  });
});

describe('the school year of a day', () => {
  it('is named by the year it starts in', () => {
    expect(schoolYearOf(day('2026-05-11'), '01-01')).toBe('2026');
    expect(schoolYearOf(day('2026-08-31'), '09-01')).toBe('2025');
    expect(schoolYearOf(day('2026-09-01'), '09-01')).toBe('2026');
  });
});
