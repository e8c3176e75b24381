// What the money of an account looks like to its readers. Amounts are minor units of its currency.
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { AllocationRule, PaymentMethod } from '../../modules/billing/index.js';
import type { AccountRefund, MovedTo, PaymentReversal } from './correction.shapes.js';

export interface AccountAllocation {
  readonly paymentId: Uuid;
  readonly chargeId: Uuid;
  readonly feeCode: string;
  /** What is still in force of it. */
  readonly amountMinor: bigint;
  readonly effectiveDate: LocalDate;
  readonly rule: AllocationRule;
}

export interface AccountPayment {
  readonly id: Uuid;
  readonly amountMinor: bigint;
  readonly method: PaymentMethod;
  readonly effectiveDate: LocalDate;
  readonly recordedAt: Date;
  /** `user:<id>`, `client:<id>` or `system:<process>`. */
  readonly principal: string;
  readonly schoolYear?: string;
  /** Absent while it is pending, and for payments that take none (no `schoolYear`). */
  readonly receiptNo?: number;
  readonly receiptStatus: 'issued' | 'pending' | 'none';
  readonly payer?: string;
  readonly note?: string;
  /** The external reference as it was given. */
  readonly externalRef?: string;
  readonly provider?: string;
  readonly holdCredit: boolean;
  /** From where the money came, when it was moved from another child. */
  readonly movedFrom?: MovedTo;
  readonly reversedOn?: LocalDate;
  /** Absent while it counts. */
  readonly reversal?: PaymentReversal;
  readonly reversedMinor: bigint;
  readonly refundedMinor: bigint;
  /** What is left of it. */
  readonly creditMinor: bigint;
  /** Log index of its PaymentRecorded; absent while the student is parked. */
  readonly position?: number;
  /** What of it pays charges now; nothing that was released. */
  readonly allocations: readonly AccountAllocation[];
  /** Reversed ones among them, in the order in which they were issued. */
  readonly refunds: readonly AccountRefund[];
}
