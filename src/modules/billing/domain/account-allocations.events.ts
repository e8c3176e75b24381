// Which part of a payment pays which charge, and what of that was taken back.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';

/** Why an allocation was made (rule 3): the request's list, the payment's own turn over the oldest
 * due charges, waiting credit that met a new charge, or credit that met what something else freed. */
export type AllocationRule = 'explicit' | 'oldest_due' | 'credit_on_charge' | 'credit_on_release';

export interface AllocationLineData {
  /** Running number in this account, from "1". */
  readonly allocationId: string;
  readonly chargeId: Uuid;
  /** Minor units, at least "1". */
  readonly amountMinor: string;
  /** The first day on which both the payment and the charge had this room. */
  readonly effectiveDate: LocalDate;
}

export interface PaymentAllocatedData {
  readonly paymentId: Uuid;
  readonly lines: readonly AllocationLineData[];
  readonly currency: Currency;
  readonly rule: AllocationRule;
}

export type ReleaseCause =
  'payment_reversed' | 'charge_cancelled' | 'adjusted_below' | 'reallocated';

export interface ReleaseLineData {
  /** The allocation line that it takes back, in whole or in part. */
  readonly allocationId: string;
  /** Minor units, at least "1". */
  readonly amountMinor: string;
  /** The later of the cause's day and the line's own. */
  readonly effectiveDate: LocalDate;
}

export interface AllocationReleasedData {
  readonly paymentId: Uuid;
  readonly lines: readonly ReleaseLineData[];
  readonly currency: Currency;
  readonly cause: ReleaseCause;
}

export type PaymentAllocated = Fact<'PaymentAllocated', PaymentAllocatedData>;
export type AllocationReleased = Fact<'AllocationReleased', AllocationReleasedData>;

export type AllocationFact = PaymentAllocated | AllocationReleased;
