// What undid or lowered a fact of an account, as its page draws it. Minor units.
import type { LocalDate } from '../kernel/local-date.js';
import type { AdjustmentKind } from './adjustment-words.js';
import type { PaymentMethod } from './method-words.js';

/** A reversal or a cancellation. */
export interface UndoneRow {
  readonly on: LocalDate;
  /** Absent when none was given, or the student was erased. */
  readonly reason?: string;
}

/** One line of an adjustment; those of one request share the id. */
export interface AdjustmentRow {
  readonly id: string;
  readonly kind: AdjustmentKind;
  readonly amountMinor: bigint;
  readonly on: LocalDate;
  readonly reason?: string;
  /** Absent while it is in force. */
  readonly reversed?: UndoneRow;
}

export interface RefundRow {
  readonly id: string;
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly on: LocalDate;
  readonly reason?: string;
  readonly reversed?: UndoneRow;
}
