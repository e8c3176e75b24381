// A student as the decisions see it: registered, or fenced off before it ever was. The person is not
// in the fold; `detailsRevision` says which event holds the newest details, sealed.
import { absurd, assert, AssertionFailed } from '../../../kernel/assert.js';
import type { Fold } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { ClassAssignedData, StatusChangedData, StudentFact } from './student.events.js';

export type StudentStatus = 'active' | 'withdrawn' | 'graduated';

export interface RegisteredStudent {
  readonly kind: 'registered';
  readonly studentId: Uuid;
  readonly enrolledOn: LocalDate;
  /** Of the number that the student carries now. */
  readonly admissionDigest: string;
  /** Newest claim of each number, by digest, that can't make the student carry it any more. */
  readonly released: ReadonlyMap<string, number>;
  /** Never empty; each from strictly after the one before. */
  readonly classes: readonly ClassAssignedData[];
  readonly status: StudentStatus;
  /** Day of the last change of status; `enrolledOn` when there was none. */
  readonly statusSince: LocalDate;
  /** Of the last event of the stream. */
  readonly revision: number;
  /** Of the event whose sealed data are the person. */
  readonly detailsRevision: number;
}

export type Student =
  { readonly kind: 'absent' } | { readonly kind: 'abandoned' } | RegisteredStudent;

export const studentFold: Fold<Student, StudentFact> = {
  initialState: { kind: 'absent' },
  evolve: (student, fact) => {
    if (student.kind === 'registered') return changed(student, fact);
    assert(student.kind === 'absent', 'nothing follows an abandoned registration');
    return begun(fact);
  },
};

/** The class on a day; before the first one begins, the first. */
export function classOn({ classes }: Pick<RegisteredStudent, 'classes'>, day: LocalDate): string {
  const begun = classes.findLast(({ from }) => from <= day) ?? classes[0];
  assert(begun !== undefined, 'a registered student has a class');
  return begun.class;
}

function begun(fact: StudentFact): Student {
  if (fact.type === 'StudentRegistrationAbandoned') return { kind: 'abandoned' };
  assert(fact.type === 'StudentRegistered', `a student does not begin with ${fact.type}`);
  const { studentId, admissionDigest, enrolledOn } = fact.data;
  return {
    kind: 'registered',
    studentId,
    enrolledOn,
    admissionDigest,
    released: new Map(),
    classes: [{ class: fact.data.class, from: enrolledOn }],
    status: 'active',
    statusSince: enrolledOn,
    revision: 0,
    detailsRevision: 0,
  };
}

function changed(before: RegisteredStudent, fact: StudentFact): RegisteredStudent {
  const student = { ...before, revision: before.revision + 1 };
  switch (fact.type) {
    case 'StudentDetailsCorrected': {
      const { admissionDigest = student.admissionDigest } = fact.data;
      return { ...student, admissionDigest, detailsRevision: student.revision };
    }
    case 'ClassAssigned': {
      const { from } = fact.data;
      const previous = student.classes.at(-1)?.from ?? '';
      assert(from > previous, `class from ${from} follows the one from ${previous}`);
      return { ...student, classes: [...student.classes, { class: fact.data.class, from }] };
    }
    case 'StudentWithdrawn':
      return withStatus(student, 'withdrawn', fact.data);
    case 'StudentGraduated':
      return withStatus(student, 'graduated', fact.data);
    case 'StudentReadmitted':
      return withStatus(student, 'active', fact.data);
    case 'AdmissionNumberReleased': {
      const { digest, claimRevision } = fact.data;
      const released = new Map(student.released).set(digest, Number(claimRevision));
      return { ...student, released };
    }
    case 'StudentRegistered':
    case 'StudentRegistrationAbandoned':
      throw new AssertionFailed('a student is registered or abandoned once');
    default:
      return absurd(fact);
  }
}

function withStatus(
  student: RegisteredStudent,
  status: StudentStatus,
  { on }: StatusChangedData,
): RegisteredStudent {
  const isBack = status === 'active';
  assert((student.status !== 'active') === isBack, `${student.status} does not become ${status}`);
  assert(on >= student.statusSince, `the status changed on ${student.statusSince} already`);
  return { ...student, status, statusSince: on };
}
