// The facts that a new student begins with, decided by the product: claim, registration, charges.
import { randomUUID } from 'node:crypto';
import type { NewFact } from '../../src/kernel/fact.js';
import { localDate } from '../../src/kernel/local-date.js';
import { raiseCharge } from '../../src/modules/billing/domain/raise-charge.js';
import { accountFold, type AccountFact } from '../../src/modules/billing/index.js';
import { claimAdmissionNumber } from '../../src/modules/students/domain/admission-number.js';
import { registerStudent } from '../../src/modules/students/domain/register-student.js';
import { studentFold } from '../../src/modules/students/index.js';
import { CHARGES, CURRENCY, TERM } from './sample-books.js';

export interface NewStudent {
  readonly studentId: string;
  /** From 1. */
  readonly number: number;
}

const PRIORITY = 100;

export function admissionNoOf({ number }: NewStudent): string {
  return `B-${digitsOf(number)}`;
}

/** @param digest  Of the admission number. */
export function claimOf({ studentId }: NewStudent, digest: string) {
  return claimAdmissionNumber(undefined, { studentId, digest }, undefined);
}

/** @param digest  Of the admission number. */
export function registrationOf(student: NewStudent, digest: string) {
  const { studentId, number } = student;
  return registerStudent(studentFold.initialState, {
    studentId,
    admissionDigest: digest,
    class: `Form ${1 + (number % 6)}`,
    enrolledOn: localDate(TERM.startsOn),
    secret: {
      admissionNo: admissionNoOf(student),
      givenName: 'Student',
      familyName: `Family ${digitsOf(number)}`,
      guardians: [],
    },
  });
}

/** The account's first facts: every charge of the sample books. */
export function chargesOf({ studentId }: NewStudent, termId: string): NewFact<AccountFact>[] {
  let account = accountFold.initialState;
  return CHARGES.flatMap((charge) => {
    const facts = raiseCharge(account, { ...chargeOf(charge, termId), studentId });
    account = facts.reduce(
      (state, fact) => accountFold.evolve(state, fact as AccountFact),
      account,
    );
    return facts;
  });
}

function chargeOf({ feeCode, dueOn, amountMinor }: (typeof CHARGES)[number], termId: string) {
  return {
    chargeId: randomUUID(),
    termId,
    feeCode,
    description: feeCode,
    amountMinor: BigInt(amountMinor),
    currency: CURRENCY,
    dueOn: localDate(dueOn),
    effectiveDate: localDate(TERM.startsOn),
    priority: PRIORITY,
    today: localDate(TERM.endsOn),
    closedThrough: undefined,
  };
}

function digitsOf(number: number): string {
  return String(number).padStart(6, '0');
}
