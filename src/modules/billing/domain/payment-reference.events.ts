// Who holds a bank reference, stream `paymentReference-<id of method, provider and reference>`. The
// last event is the holder; whether the holder is alive is decided by the holder's own account.
import type { Fact } from '../../../kernel/fact.js';
import { derivedId, NAMESPACE, type Uuid } from '../../../kernel/ids.js';
import type { MovedPayment } from './account-payments.events.js';

export interface ReferenceClaimedData {
  readonly paymentId: Uuid;
  /** Stream in which that payment is, or will be, or never was recorded. */
  readonly accountStream: string;
  /** HMAC of the normalised reference, hex. */
  readonly digest: string;
  /** The payment that held it before and is reversed or fenced off. */
  readonly supersedes?: Uuid;
  /** The payment whose money moves to this one: it is promised, so nobody fences it off. */
  readonly movedFrom?: MovedPayment;
}

export type ReferenceClaimed = Fact<'ReferenceClaimed', ReferenceClaimedData>;
export type ReferenceFact = ReferenceClaimed;

/** Name of the stream of one reference of a method and provider. */
export function referenceStreamOf(reference: {
  method: string;
  /** In the one way of writing it in which references are compared. */
  provider: string | undefined;
  digest: string;
}): string {
  const { method, provider, digest } = reference;
  return `paymentReference-${derivedId(NAMESPACE, method, provider, digest)}`;
}
