// An admission number belongs to one student: the one whose own stream carries it. The last claim says
// who alone may come to carry it next, unless the claimant's stream says that this claim is released.
import { absurd } from '../../../kernel/assert.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { AdmissionNumberFact } from './admission-number.events.js';
import { abandonRegistration } from './register-student.js';
import type { Student } from './student.js';
import type { StudentFact } from './student.events.js';

export interface HeldNumber {
  readonly studentId: Uuid;
  /** Of the claim, in the number's stream. */
  readonly revision: number;
}

/** Absent: nobody ever claimed it. */
export type AdmissionNumberClaim = HeldNumber | undefined;

export interface Claimant {
  readonly studentId: Uuid;
  /** HMAC of the normalised number, hex. */
  readonly digest: string;
  /** Newest claim of this number that the claimant's own stream says is released. */
  readonly released?: number | undefined;
}

export const admissionNumberFold: Fold<AdmissionNumberClaim, AdmissionNumberFact> = {
  initialState: undefined,
  evolve: (before, fact) =>
    fact.type === 'AdmissionNumberClaimed'
      ? { studentId: fact.data.studentId, revision: (before?.revision ?? -1) + 1 }
      : absurd(fact.type),
};

/** Whether the claim lets this student carry the number, as the student's own stream stands. */
export function isHeldBy(claim: AdmissionNumberClaim, claimant: Claimant): boolean {
  const { studentId, released = -1 } = claimant;
  return claim?.studentId === studentId && claim.revision > released;
}

/**
 * Claims a number that is free, or whose last claim is `dead`: seen to lead nowhere. Nothing when this
 * student holds it already or somebody else does. A claim of one's own that was released is made
 * again, so that whoever released it sees that another one came.
 */
export function claimAdmissionNumber(
  claim: AdmissionNumberClaim,
  claimant: Claimant,
  dead: AdmissionNumberClaim,
): NewFact<AdmissionNumberFact>[] {
  if (isHeldBy(claim, claimant)) return [];
  const { studentId, digest } = claimant;
  if (claim === undefined || claim.studentId === studentId) {
    return [{ type: 'AdmissionNumberClaimed', data: { studentId, digest } }];
  }
  if (claim.studentId !== dead?.studentId || claim.revision !== dead.revision) return [];
  const data = { studentId, digest, supersedes: claim.studentId };
  return [{ type: 'AdmissionNumberClaimed', data }];
}

/** What becomes of a claim, seen from its holder's own stream. */
export type ClaimFate = 'carried' | 'open' | 'dead';

export interface ClaimInQuestion {
  readonly digest: string;
  readonly claimRevision: number;
}

export function fateOfClaim(holder: Student, of: ClaimInQuestion): ClaimFate {
  if (holder.kind === 'absent') return 'open';
  if (holder.kind === 'abandoned') return 'dead';
  if (holder.admissionDigest === of.digest) return 'carried';
  return (holder.released.get(of.digest) ?? -1) >= of.claimRevision ? 'dead' : 'open';
}

/** Ends an open claim in its holder's own stream; anything else was decided before and stays. */
export function fenceClaim(
  holder: Student,
  of: ClaimInQuestion,
  byStudentId: Uuid,
): NewFact<StudentFact>[] {
  if (fateOfClaim(holder, of) !== 'open') return [];
  if (holder.kind === 'absent') return abandonRegistration(holder, byStudentId);
  const data = { digest: of.digest, claimRevision: String(of.claimRevision), byStudentId };
  return [{ type: 'AdmissionNumberReleased', data }];
}
