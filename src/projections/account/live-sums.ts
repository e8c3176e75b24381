// Sums and statuses of an account that is folded live.
import { assert } from '../../kernel/assert.js';
import { sum } from '../../kernel/money.js';
import {
  accountTotals,
  outstandingOf,
  paymentStatusOf,
  type Charge,
  type StudentAccount,
} from '../../modules/billing/index.js';
import type { PaymentStatus } from '../payment-status.js';
import type { AccountTerm, AccountTotals } from './account.shapes.js';
import type { LiveTermRow } from './live.statements.js';

export interface LiveSums {
  readonly terms: readonly AccountTerm[];
  readonly totals: AccountTotals;
  readonly paymentStatus: PaymentStatus;
}

/** By terms as they lie in the calendar; charges without a term come first. */
export function liveSumsOf(account: StudentAccount, calendar: readonly LiveTermRow[]): LiveSums {
  const byTerm = Map.groupBy(account.charges.values(), (charge) => charge.termId);
  const { chargeCount: _count, freeCreditMinor, ...totals } = accountTotals(account);
  const terms = [undefined, ...calendar].flatMap((term) => {
    const charges = byTerm.get(term?.id);
    return charges === undefined ? [] : [termOf(term, charges, freeCreditMinor)];
  });
  assert(terms.length === byTerm.size, 'every charge is of a term of the calendar, or of none');
  const current = calendar.find(({ isCurrent }) => isCurrent);
  const charges = current === undefined ? [] : (byTerm.get(current.id) ?? []);
  return { terms, totals, paymentStatus: statusOf(charges, freeCreditMinor) };
}

function termOf(
  term: LiveTermRow | undefined,
  charges: readonly Charge[],
  freeCreditMinor: bigint,
): AccountTerm {
  const named = term === undefined ? {} : { termId: term.id, name: term.name };
  const paymentStatus = statusOf(charges, term?.isCurrent === true ? freeCreditMinor : 0n);
  return { ...named, ...figuresOf(charges), paymentStatus };
}

function statusOf(charges: readonly Charge[], freeCreditMinor: bigint): PaymentStatus {
  const counting = charges.filter(({ cancelledOn }) => cancelledOn === undefined);
  const { outstandingMinor, paidMinor, adjustedMinor } = figuresOf(charges);
  return paymentStatusOf({
    chargeCount: counting.length,
    outstandingMinor,
    allocatedMinor: paidMinor,
    adjustedMinor,
    freeCreditMinor,
  });
}

function figuresOf(charges: readonly Charge[]) {
  return {
    chargedMinor: sum(charges.map((charge) => charge.amountMinor)),
    cancelledMinor: sum(charges.map((charge) => charge.cancelledMinor)),
    adjustedMinor: sum(charges.map((charge) => charge.adjustedMinor)),
    paidMinor: sum(charges.map((charge) => charge.allocatedMinor)),
    outstandingMinor: sum(charges.map(outstandingOf)),
  };
}
