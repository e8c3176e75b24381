// The parts of an account that is folded live, in the shapes that its readers know. A fact that has no
// row has no log index either, so these parts have no `position`.
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { creditOf, outstandingOf, type Charge, type Payment } from '../../modules/billing/index.js';
import type {
  AccountAdjustment,
  AccountAllocation,
  AccountCharge,
  AccountPayment,
  AccountRefund,
} from './account.shapes.js';
import { adjustmentsOf, refundsOf } from './live-corrections.js';
import { given, recordedBy, textOf, undoingBy } from './live-facts.js';
import { factOf, type FactOf, type LiveFold } from './live-fold.js';

export interface LiveParts {
  readonly charges: readonly AccountCharge[];
  readonly payments: readonly AccountPayment[];
  readonly adjustments: readonly AccountAdjustment[];
}

/** @throws AssertionFailed when the fold has what no fact tells of. */
export function livePartsOf(fold: LiveFold): LiveParts {
  const { charges, payments } = fold.account;
  const adjustments = adjustmentsOf(fold);
  const lines = { links: linksOf(fold), adjustments, refunds: refundsOf(fold) };
  return {
    charges: [...charges.values()].map((c) => chargeOf(c, fold, lines)).sort(inOrderOfPayment),
    payments: [...payments.values()].map((p) => paymentOf(p, fold, lines)).reverse(),
    adjustments,
  };
}

function linksOf({ account }: LiveFold): AccountAllocation[] {
  return [...account.allocations.values()]
    .filter(({ amountMinor }) => amountMinor > 0n)
    .map(({ paymentId, chargeId, amountMinor, effectiveDate, rule }) => {
      const { feeCode } = present(account.charges.get(chargeId), `charge ${chargeId}`);
      return { paymentId, chargeId, feeCode, amountMinor, effectiveDate, rule };
    });
}

interface Lines {
  readonly links: readonly AccountAllocation[];
  readonly adjustments: readonly AccountAdjustment[];
  readonly refunds: readonly AccountRefund[];
}

function chargeOf(charge: Charge, fold: LiveFold, { links, adjustments }: Lines): AccountCharge {
  const { chargeId: id, termId, instalment, chargeRunId, cancelledOn } = charge;
  const { kind, feeCode, description, effectiveDate, dueOn, priority } = charge;
  const { amountMinor, cancelledMinor, adjustedMinor, allocatedMinor: paidMinor } = charge;
  const about = { id, kind, feeCode, description, effectiveDate, dueOn, priority };
  const amounts = { amountMinor, cancelledMinor, adjustedMinor, paidMinor };
  const raised = factOf(fold, 'ChargeRaised', ({ data }) => data.chargeId === id);
  return {
    ...about,
    ...amounts,
    ...given({ termId, instalment, chargeRunId }),
    outstandingMinor: outstandingOf(charge),
    cancelled: cancelledOn !== undefined,
    ...(cancelledOn === undefined ? {} : cancellationOf(fold, id)),
    recordedAt: recordedBy(raised).recordedAt,
    allocations: links.filter(({ chargeId }) => chargeId === id),
    adjustments: adjustments.filter(({ chargeId }) => chargeId === id),
  };
}

function cancellationOf(fold: LiveFold, id: Uuid): Pick<AccountCharge, 'cancellation'> {
  const fact = factOf(fold, 'ChargeCancelled', ({ data }) => data.chargeId === id);
  return { cancellation: undoingBy(fact) };
}

function inOrderOfPayment(a: AccountCharge, b: AccountCharge): number {
  if (a.dueOn !== b.dueOn) return a.dueOn < b.dueOn ? -1 : 1;
  if (a.priority !== b.priority) return a.priority - b.priority;
  return a.id < b.id ? -1 : 1;
}

function paymentOf(payment: Payment, fold: LiveFold, { links, refunds }: Lines): AccountPayment {
  const { paymentId: id, amountMinor, method, effectiveDate, holdCredit } = payment;
  const { reversedMinor, refundedMinor } = payment;
  const about = { id, amountMinor, method, effectiveDate, holdCredit };
  const recorded = factOf(fold, 'PaymentRecorded', ({ data }) => data.paymentId === id);
  return {
    ...about,
    reversedMinor,
    refundedMinor,
    ...recordedBy(recorded),
    ...receiptOf(payment, fold),
    ...personalOf(recorded),
    ...given({ movedFrom: recorded.data.movedFrom }),
    ...(payment.reversedOn === undefined ? {} : reversalOf(fold, id)),
    creditMinor: creditOf(payment),
    allocations: links.filter(({ paymentId }) => paymentId === id),
    refunds: refunds.filter(({ paymentId }) => paymentId === id),
  };
}

function receiptOf({ paymentId, receiptBook: schoolYear }: Payment, { receiptNos }: LiveFold) {
  if (schoolYear === undefined) return { receiptStatus: 'none' } as const;
  const receiptNo = receiptNos.get(paymentId);
  if (receiptNo === undefined) return { schoolYear, receiptStatus: 'pending' } as const;
  return { schoolYear, receiptNo, receiptStatus: 'issued' } as const;
}

function personalOf(recorded: FactOf<'PaymentRecorded'>) {
  const texts = { ...textOf(recorded, 'payer', 'payer'), ...textOf(recorded, 'note', 'note') };
  const provider = recorded.data.reference?.provider;
  return { ...texts, ...textOf(recorded, 'referenceText', 'externalRef'), ...given({ provider }) };
}

function reversalOf(fold: LiveFold, id: Uuid): Pick<AccountPayment, 'reversedOn' | 'reversal'> {
  const fact = factOf(fold, 'PaymentReversed', ({ data }) => data.paymentId === id);
  const { effectiveDate, movedTo } = fact.data;
  const amountMinor = BigInt(fact.data.amountMinor);
  const moved = movedTo === undefined ? {} : { movedTo };
  return { reversedOn: effectiveDate, reversal: { ...undoingBy(fact), amountMinor, ...moved } };
}
