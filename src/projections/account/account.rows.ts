// The rows that the statements of an account give: amounts as JSON numbers, what is absent as null.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type { AllocationRule, ChargeKind, PaymentMethod } from '../../modules/billing/index.js';
import type { PaymentStatus } from '../payment-status.js';
import type { AdjustmentRow, RefundRow, UndoingRow } from './correction.rows.js';
import type { MovedTo } from './correction.shapes.js';

export interface StudentRow {
  readonly id: Uuid;
  readonly admissionNo: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly class: string;
  readonly status: 'active' | 'withdrawn' | 'graduated';
  readonly enrolledOn: LocalDate;
  readonly currency: Currency;
  readonly timeZone: string;
  readonly paymentStatus: PaymentStatus;
}

export interface TotalsRow {
  readonly chargedMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly allocatedMinor: number;
  readonly paidMinor: number;
  readonly reversedMinor: number;
  readonly refundedMinor: number;
}

export interface TermRow {
  readonly termId: Uuid | null;
  readonly name: string | null;
  readonly chargedMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly paidMinor: number;
  readonly outstandingMinor: number;
  readonly paymentStatus: PaymentStatus;
}

export interface ChargeRow {
  readonly id: Uuid;
  readonly kind: ChargeKind;
  readonly termId: Uuid | null;
  readonly feeCode: string;
  readonly instalment: { readonly no: number; readonly of: number } | null;
  readonly description: string;
  readonly amountMinor: number;
  readonly cancelledMinor: number;
  readonly adjustedMinor: number;
  readonly paidMinor: number;
  readonly effectiveDate: LocalDate;
  readonly dueOn: LocalDate;
  readonly priority: number;
  readonly chargeRunId: Uuid | null;
  readonly cancellation: UndoingRow | null;
  readonly recordedAt: string;
  readonly position: number;
}

export interface PaymentRow {
  readonly id: Uuid;
  readonly amountMinor: number;
  readonly allocatedMinor: number;
  readonly reversedMinor: number;
  readonly refundedMinor: number;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: string;
  readonly principal: string;
  readonly schoolYear: string | null;
  readonly receiptNo: number | null;
  readonly payer: string | null;
  readonly note: string | null;
  readonly externalRef: string | null;
  readonly provider: string | null;
  readonly holdCredit: boolean;
  readonly movedFrom: MovedTo | null;
  readonly reversal: UndoingRow | null;
  readonly movedTo: MovedTo | null;
  readonly position: number;
}

export interface AllocationRow {
  readonly paymentId: Uuid;
  readonly chargeId: Uuid;
  readonly feeCode: string;
  readonly amountMinor: number;
  readonly effectiveDate: LocalDate;
  readonly rule: AllocationRule;
}

export type AccountRows = {
  readonly students: StudentRow;
  readonly account: TotalsRow;
  readonly terms: TermRow;
  readonly charges: ChargeRow;
  readonly payments: PaymentRow;
  readonly allocations: AllocationRow;
  readonly adjustments: AdjustmentRow;
  readonly refunds: RefundRow;
};
