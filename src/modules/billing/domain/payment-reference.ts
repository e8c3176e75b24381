// A bank reference is unique per method and provider among payments that are alive (rule 2).
import { absurd } from '../../../kernel/assert.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { ReferenceClaimedData, ReferenceFact } from './payment-reference.events.js';

/** Absent: nobody ever claimed it. */
export type ReferenceClaim = ReferenceClaimedData | undefined;

export const referenceFold: Fold<ReferenceClaim, ReferenceFact> = {
  initialState: undefined,
  evolve: (_before, fact) => (fact.type === 'ReferenceClaimed' ? fact.data : absurd(fact.type)),
};

/**
 * Claims a reference that is free, or whose holder is `instead`: a payment seen reversed or fenced
 * off. Nothing when this payment holds it already or somebody else does.
 */
export function claimReference(
  claim: ReferenceClaim,
  payment: Omit<ReferenceClaimedData, 'supersedes'>,
  instead: Uuid | undefined,
): NewFact<ReferenceFact>[] {
  if (claim === undefined) return [{ type: 'ReferenceClaimed', data: { ...payment } }];
  if (claim.paymentId === payment.paymentId || claim.paymentId !== instead) return [];
  return [{ type: 'ReferenceClaimed', data: { ...payment, supersedes: claim.paymentId } }];
}
