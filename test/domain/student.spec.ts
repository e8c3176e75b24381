// A student as decisions see it: what may follow what, and on which days.
import type { AppError } from '../../src/kernel/app-error.js';
import { localDate } from '../../src/kernel/local-date.js';
import type { StatusChangeKind, StudentPatch } from '../../src/modules/students/index.js';
import { assignClass } from '../../src/modules/students/domain/assign-class.js';
import { correctStudent } from '../../src/modules/students/domain/correct-student.js';
import { changeStatus } from '../../src/modules/students/domain/student-status.js';
import {
  classOn,
  studentFold,
  type RegisteredStudent,
  type Student,
} from '../../src/modules/students/domain/student.js';
import type {
  StudentDetailsSecret,
  StudentFact,
} from '../../src/modules/students/domain/student.events.js';

const ID = '3d52c1f4-6f1c-5b0e-8d3a-0a1b2c3d4e5f';
const TODAY = localDate('2026-05-11');
const TARIRO: StudentDetailsSecret = {
  admissionNo: 'HS-0412',
  givenName: 'Tariro',
  familyName: 'Moyo',
  birthDate: localDate('2014-03-02'),
  guardians: [{ name: 'Grace Moyo', phone: '+263 77 200 0412' }],
};

const registered: StudentFact = {
  type: 'StudentRegistered',
  data: {
    studentId: ID,
    admissionDigest: 'aa',
    class: '7A',
    enrolledOn: localDate('2026-01-12'),
  },
};
const withdrawn = (on: string): StudentFact => ({
  type: 'StudentWithdrawn',
  data: { on: localDate(on), reasonCode: 'moved_away' },
});
const readmitted = (on: string): StudentFact => ({
  type: 'StudentReadmitted',
  data: { on: localDate(on), reasonCode: 'returned' },
});
const assigned = (name: string, from: string): StudentFact => ({
  type: 'ClassAssigned',
  data: { class: name, from: localDate(from) },
});

function given(...facts: StudentFact[]): RegisteredStudent {
  const student = [registered, ...facts].reduce(
    (state: Student, fact) => studentFold.evolve(state, fact),
    studentFold.initialState,
  );
  if (student.kind !== 'registered') throw new Error(`the student is ${student.kind}`);
  return student;
}

function refusalOf(decide: () => unknown): Partial<AppError> {
  try {
    decide();
  } catch (error) {
    return error as AppError;
  }
  throw new Error('it was accepted');
}

const change = (student: RegisteredStudent, kind: StatusChangeKind, on: string) =>
  changeStatus(student, { kind, on: localDate(on), reasonCode: 'other' }, TODAY);
const correct = (patch: StudentPatch, student = given(), admissionDigest?: string) =>
  correctStudent(student, TARIRO, { patch, admissionDigest, today: TODAY });

describe('the status of a student', () => {
  it('goes from active to withdrawn or graduated, and back', () => {
    expect(change(given(), 'withdraw', '2026-05-08')).toEqual([
      { type: 'StudentWithdrawn', data: { on: '2026-05-08', reasonCode: 'other' } },
    ]);
    expect(change(given(), 'graduate', '2026-05-08')[0]?.type).toBe('StudentGraduated');
    const gone = given(withdrawn('2026-05-08'));
    expect(gone).toMatchObject({ status: 'withdrawn', statusSince: '2026-05-08' });
    expect(change(gone, 'readmit', '2026-05-11')[0]?.type).toBe('StudentReadmitted');
    const back = given(withdrawn('2026-05-08'), readmitted('2026-05-11'));
    expect(back).toMatchObject({ status: 'active', statusSince: '2026-05-11' });
  });

  it('does not change to what it is, nor from withdrawn to graduated', () => {
    const gone = given(withdrawn('2026-05-08'));
    for (const [student, kind, status] of [
      [given(), 'readmit', 'active'],
      [gone, 'withdraw', 'withdrawn'],
      [gone, 'graduate', 'withdrawn'],
    ] as const) {
      expect(refusalOf(() => change(student, kind, '2026-05-11'))).toMatchObject({
        kind: 'conflict',
        code: 'invalid_status',
        extra: { status },
      });
    }
  });

  it('changes on no day that is still to come', () => {
    expect(refusalOf(() => change(given(), 'withdraw', '2026-05-12'))).toMatchObject({
      kind: 'rule_violated',
      code: 'date_in_future',
      extra: { today: '2026-05-11' },
    });
    expect(change(given(), 'withdraw', '2026-05-11')).toHaveLength(1);
  });

  it('changes on no day before the enrolment or the last change, but on that very day', () => {
    expect(refusalOf(() => change(given(), 'withdraw', '2026-01-11'))).toMatchObject({
      kind: 'rule_violated',
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-01-12' },
    });
    const gone = given(withdrawn('2026-05-08'));
    expect(refusalOf(() => change(gone, 'readmit', '2026-05-07'))).toMatchObject({
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-08' },
    });
    expect(change(gone, 'readmit', '2026-05-08')).toHaveLength(1);
  });

  it('changes on the day of an enrolment that is still to come, for one who never came', () => {
    const since = localDate('2026-09-01');
    const later = { ...given(), enrolledOn: since, statusSince: since };
    const early = refusalOf(() => change(later, 'withdraw', '2026-05-11'));
    expect(early.extra).toEqual({ earliestDate: since });
    expect(change(later, 'withdraw', since)).toHaveLength(1);
  });

  it('keeps the words of a reason sealed, and only a code in clear', () => {
    const on = localDate('2026-05-08');
    const reasoned = { kind: 'withdraw', on, reasonCode: 'fees', note: 'Could not pay' } as const;
    expect(changeStatus(given(), reasoned, TODAY)).toEqual([
      {
        type: 'StudentWithdrawn',
        data: { on, reasonCode: 'fees' },
        secret: { note: 'Could not pay' },
        subjectId: ID,
      },
    ]);
  });
});

describe('the class of a student', () => {
  it('is the one assigned last that has begun; before the first begins, the first', () => {
    const student = given(assigned('8A', '2027-01-11'), assigned('8B', '2027-02-01'));
    const on = (day: string) => classOn(student, localDate(day));
    expect(['2026-01-01', '2026-01-12', '2027-01-10'].map(on)).toEqual(['7A', '7A', '7A']);
    expect(['2027-01-11', '2027-01-31', '2027-02-01'].map(on)).toEqual(['8A', '8A', '8B']);
  });

  it('begins strictly after the one before; the same class again is no fact', () => {
    const from = localDate('2026-05-11');
    expect(assignClass(given(), { class: '7B', from })).toEqual([
      { type: 'ClassAssigned', data: { class: '7B', from: '2026-05-11' } },
    ]);
    const moved = given(assigned('7B', '2026-05-11'));
    expect(assignClass(moved, { class: '7B', from })).toEqual([]);
    expect(refusalOf(() => assignClass(moved, { class: '7C', from }))).toMatchObject({
      kind: 'rule_violated',
      code: 'effective_date_too_early',
      extra: { earliestDate: '2026-05-12' },
    });
    expect(assignClass(moved, { class: '7C', from: localDate('2026-05-12') })).toHaveLength(1);
  });
});

describe('a correction', () => {
  it('seals the whole person again and names what changed, not how', () => {
    expect(correct({ familyName: 'Moyo-Dube', givenName: 'Tariro' })).toEqual([
      {
        type: 'StudentDetailsCorrected',
        data: { changedFields: ['familyName'] },
        secret: { ...TARIRO, familyName: 'Moyo-Dube' },
        subjectId: ID,
      },
    ]);
  });

  it('takes away what is null, and replaces guardians as a whole', () => {
    const { birthDate: _gone, ...rest } = TARIRO;
    const [fact] = correct({ birthDate: null, guardians: [{ name: 'John Moyo' }] });
    expect(fact).toMatchObject({ data: { changedFields: ['birthDate', 'guardians'] } });
    expect(fact?.secret).toEqual({ ...rest, guardians: [{ name: 'John Moyo' }] });
    expect(correct({ guardians: null })[0]?.secret).toMatchObject({ guardians: [] });
  });

  it('is one run of facts: the details, then the class from today or from another day', () => {
    const facts = correct({ familyName: 'Dube', class: '7B' });
    expect(facts.map(({ type }) => type)).toEqual(['StudentDetailsCorrected', 'ClassAssigned']);
    expect(facts[1]?.data).toEqual({ class: '7B', from: '2026-05-11' });
    const later = correct({ class: '8A', classFrom: localDate('2027-01-11') });
    expect(later.map(({ data }) => data)).toEqual([{ class: '8A', from: '2027-01-11' }]);
  });

  it('that changes nothing is no fact', () => {
    expect(correct({})).toEqual([]);
    expect(correct({ givenName: 'Tariro', class: '7A', birthDate: TARIRO.birthDate })).toEqual([]);
    expect(correct({ guardians: [...TARIRO.guardians] })).toEqual([]);
  });

  it('names the digest of another number, and none where it is only written otherwise', () => {
    expect(correct({ admissionNo: 'HS-0500' }, given(), 'bb')[0]?.data).toEqual({
      changedFields: ['admissionNo'],
      admissionDigest: 'bb',
    });
    expect(correct({ admissionNo: 'hs 0412' }, given(), 'aa')[0]?.data).toEqual({
      changedFields: ['admissionNo'],
    });
  });

  it('of an erased person is refused, but not of the class', () => {
    const patch = { familyName: 'Dube' };
    const asked = { admissionDigest: undefined, today: TODAY };
    expect(refusalOf(() => correctStudent(given(), undefined, { patch, ...asked }))).toMatchObject({
      kind: 'conflict',
      code: 'student_erased',
    });
    const toClass = { patch: { class: '7B' }, ...asked };
    expect(correctStudent(given(), undefined, toClass)).toHaveLength(1);
  });
});

describe('the fold of a student', () => {
  it('knows the number that is carried now and where the newest details are', () => {
    const corrected: StudentFact = {
      type: 'StudentDetailsCorrected',
      data: { changedFields: ['admissionNo'], admissionDigest: 'bb' },
    };
    expect(given(withdrawn('2026-05-08'), corrected, readmitted('2026-05-08'))).toMatchObject({
      admissionDigest: 'bb',
      detailsRevision: 2,
      revision: 3,
    });
  });

  it('stops at what no decision could have written', () => {
    expect(() => given(registered)).toThrow('registered or abandoned once');
    expect(() => given(readmitted('2026-05-08'))).toThrow('active does not become active');
    expect(() => given(assigned('7B', '2026-01-12'))).toThrow('follows the one from 2026-01-12');
    expect(() => studentFold.evolve({ kind: 'absent' }, withdrawn('2026-05-08'))).toThrow(
      'does not begin with StudentWithdrawn',
    );
  });
});
