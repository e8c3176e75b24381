// A student as the decisions see it: registered, or fenced off before it ever was.
import { absurd, assert } from '../../../kernel/assert.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { StudentFact, StudentRegisteredSecret } from './student.events.js';

export type StudentStatus = 'active';

export type Student =
  | { readonly kind: 'absent' }
  | { readonly kind: 'abandoned' }
  | {
      readonly kind: 'registered';
      readonly studentId: Uuid;
      readonly admissionDigest: string;
      readonly class: string;
      readonly enrolledOn: LocalDate;
      readonly status: StudentStatus;
    };

export interface StudentToRegister {
  readonly studentId: Uuid;
  readonly admissionDigest: string;
  readonly class: string;
  readonly enrolledOn: LocalDate;
  readonly secret: StudentRegisteredSecret;
}

export const studentFold: Fold<Student, StudentFact> = {
  initialState: { kind: 'absent' },
  evolve,
};

/** Registers a student whose admission number is claimed; nothing when the stream has begun. */
export function registerStudent(
  student: Student,
  registration: StudentToRegister,
): NewFact<StudentFact>[] {
  if (student.kind !== 'absent') return [];
  const { studentId, admissionDigest, enrolledOn, secret } = registration;
  const data = { studentId, admissionDigest, class: registration.class, enrolledOn };
  return [{ type: 'StudentRegistered', data, secret, subjectId: studentId }];
}

/** Rules out a student that is absent; anything else was decided before and stays. */
export function abandonRegistration(student: Student, byStudentId: Uuid): NewFact<StudentFact>[] {
  if (student.kind !== 'absent') return [];
  return [{ type: 'StudentRegistrationAbandoned', data: { byStudentId } }];
}

function evolve(student: Student, fact: StudentFact): Student {
  assert(student.kind === 'absent', 'a student is registered or abandoned once');
  switch (fact.type) {
    case 'StudentRegistered': {
      const { studentId, admissionDigest, enrolledOn } = fact.data;
      const { class: studentClass } = fact.data;
      return {
        kind: 'registered',
        studentId,
        admissionDigest,
        class: studentClass,
        enrolledOn,
        status: 'active',
      };
    }
    case 'StudentRegistrationAbandoned':
      return { kind: 'abandoned' };
    default:
      return absurd(fact);
  }
}
