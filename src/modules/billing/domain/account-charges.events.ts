// What can happen to the charges of a student's account: raised, cancelled, lowered by an adjustment.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';
import type { ReasonCode } from './reasons.js';

export type ChargeKind = 'term_fee' | 'ad_hoc' | 'late_fee' | 'opening' | 'refund_recovery';

export interface ChargeRaisedData {
  readonly chargeId: Uuid;
  readonly kind: ChargeKind;
  /** Absent for charges that belong to no term. */
  readonly termId?: Uuid;
  readonly feeCode: string;
  /** Which part of a fee that is split, "1" … "12" each; absent when it is not. */
  readonly instalment?: { readonly no: string; readonly of: string };
  readonly description: string;
  /** Minor units, at least "1". */
  readonly amountMinor: string;
  readonly currency: Currency;
  /** The day from which it counts in the books. */
  readonly effectiveDate: LocalDate;
  /** Overdue from the day after. */
  readonly dueOn: LocalDate;
  /** Lower is paid first among charges due on one day; "100" unless the school says otherwise. */
  readonly priority: string;
  readonly chargeRunId?: Uuid;
  readonly feeScheduleVersion?: string;
}

/** The whole net of a charge is taken back; what it was paid with became credit just before. */
export interface ChargeCancelledData {
  readonly chargeId: Uuid;
  /** Amount − adjustments in force, minor units; may be "0". The adjustments stay and count. */
  readonly amountMinor: string;
  readonly currency: Currency;
  readonly effectiveDate: LocalDate;
  readonly reasonCode: ReasonCode;
}

export type AdjustmentKind = 'discount' | 'scholarship' | 'waiver' | 'write_off';

/** From what an adjustment was computed, where it was a part of the net. */
export interface AdjustmentBasis {
  readonly awardId?: Uuid;
  /** 2 500 is 25 %. */
  readonly basisPoints?: string;
  /** Net of the charge before it, minor units. */
  readonly onMinor: string;
  readonly stackOrder?: string;
}

/** Lowers what is owed of one charge. One adjustment may have a line on each of several charges. */
export interface AdjustmentAppliedData {
  readonly adjustmentId: Uuid;
  readonly chargeId: Uuid;
  readonly kind: AdjustmentKind;
  /** Minor units, at least "1", at most the net before it. */
  readonly amountMinor: string;
  readonly currency: Currency;
  readonly effectiveDate: LocalDate;
  readonly basis?: AdjustmentBasis;
  readonly approvalId?: Uuid;
  readonly reasonCode: ReasonCode;
}

/** Takes one line of an adjustment back. */
export interface AdjustmentReversedData {
  readonly adjustmentId: Uuid;
  readonly chargeId: Uuid;
  /** All of that line. */
  readonly amountMinor: string;
  readonly currency: Currency;
  readonly effectiveDate: LocalDate;
  readonly reasonCode: ReasonCode;
}

export type ChargeRaised = Fact<'ChargeRaised', ChargeRaisedData>;
export type ChargeCancelled = Fact<'ChargeCancelled', ChargeCancelledData>;
export type AdjustmentApplied = Fact<'AdjustmentApplied', AdjustmentAppliedData>;
export type AdjustmentReversed = Fact<'AdjustmentReversed', AdjustmentReversedData>;

export type ChargeFact = ChargeRaised | ChargeCancelled | AdjustmentApplied | AdjustmentReversed;
