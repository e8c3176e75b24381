// Who holds an admission number, stream `admissionNumber-<id of the number>`. The last event is the
// holder; whether that student carries the number is decided by the student's own stream.
import type { Fact } from '../../../kernel/fact.js';
import { derivedId, NAMESPACE, type Uuid } from '../../../kernel/ids.js';

export interface AdmissionNumberClaimedData {
  readonly studentId: Uuid;
  /** HMAC of the normalised number, hex. */
  readonly digest: string;
  /** The student that held it before, and does not carry it. */
  readonly supersedes?: Uuid;
}

export type AdmissionNumberClaimed = Fact<'AdmissionNumberClaimed', AdmissionNumberClaimedData>;
export type AdmissionNumberFact = AdmissionNumberClaimed;

/** Name of the stream of one admission number. */
export function admissionNumberStreamOf(digest: string): string {
  return `admissionNumber-${derivedId(NAMESPACE, digest)}`;
}
