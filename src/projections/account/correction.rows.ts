// The rows that the statements of an account give of what lowered, gave back or undid something.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { AdjustmentKind, PaymentMethod, ReasonCode } from '../../modules/billing/index.js';

/** What undid a row. */
export interface UndoingRow {
  readonly effectiveDate: LocalDate;
  readonly recordedAt: string;
  readonly principal: string;
  readonly reasonCode: ReasonCode;
  readonly reason?: string;
}

export interface AdjustmentRow {
  readonly id: Uuid;
  readonly chargeId: Uuid;
  readonly feeCode: string;
  readonly kind: AdjustmentKind;
  readonly amountMinor: number;
  readonly basisPoints: number | null;
  readonly onMinor: number | null;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: string;
  readonly principal: string;
  readonly reasonCode: ReasonCode;
  readonly reason: string | null;
  readonly reversal: UndoingRow | null;
  readonly position: number;
}

export interface RefundRow {
  readonly id: Uuid;
  readonly paymentId: Uuid;
  readonly amountMinor: number;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: string;
  readonly principal: string;
  readonly reasonCode: ReasonCode;
  readonly reason: string | null;
  readonly reversal: UndoingRow | null;
  readonly position: number;
}
