// An admission number belongs to one student.
import { absurd } from '../../../kernel/assert.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { AdmissionNumberClaimedData, AdmissionNumberFact } from './admission-number.events.js';

/** Absent: nobody ever claimed it. */
export type AdmissionNumberClaim = AdmissionNumberClaimedData | undefined;

export const admissionNumberFold: Fold<AdmissionNumberClaim, AdmissionNumberFact> = {
  initialState: undefined,
  evolve: (_before, fact) =>
    fact.type === 'AdmissionNumberClaimed' ? fact.data : absurd(fact.type),
};

/**
 * Claims a number that is free, or whose holder is `instead`: a student seen fenced off. Nothing when
 * this student holds it already or somebody else does.
 */
export function claimAdmissionNumber(
  claim: AdmissionNumberClaim,
  student: { studentId: Uuid; digest: string },
  instead: Uuid | undefined,
): NewFact<AdmissionNumberFact>[] {
  if (claim === undefined) return [{ type: 'AdmissionNumberClaimed', data: { ...student } }];
  if (claim.studentId === student.studentId || claim.studentId !== instead) return [];
  const data = { ...student, supersedes: claim.studentId };
  return [{ type: 'AdmissionNumberClaimed', data }];
}
