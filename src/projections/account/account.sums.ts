// What an account adds up to. Sum of the parts = net, always and on every day (rule 5): an answer in
// which it does not is never given.
import { assert } from '../../kernel/assert.js';
import { sum } from '../../kernel/money.js';
import { minor } from '../read-models.js';
import type { TermRow, TotalsRow } from './account.rows.js';
import type { AccountTerm, AccountTotals } from './account.shapes.js';
import { minorsOf, withoutNulls } from './without-nulls.js';

const TERM_AMOUNTS = [
  'chargedMinor',
  'cancelledMinor',
  'adjustedMinor',
  'paidMinor',
  'outstandingMinor',
] as const;

/** @throws AssertionFailed when the terms do not add up to the totals, or these not to the net. */
export function sumsOf(
  termRows: readonly TermRow[],
  totalsRow: TotalsRow = NO_FACTS,
): { readonly terms: readonly AccountTerm[]; readonly totals: AccountTotals } {
  const terms = termRows.map((row) => ({ ...withoutNulls(row), ...minorsOf(row, TERM_AMOUNTS) }));
  const totals = totalsOf(totalsRow);
  assertAddUp(terms, totals);
  return { terms, totals };
}

/** A student without facts has zeros. */
const NO_FACTS: TotalsRow = {
  chargedMinor: 0,
  cancelledMinor: 0,
  adjustedMinor: 0,
  allocatedMinor: 0,
  paidMinor: 0,
  reversedMinor: 0,
  refundedMinor: 0,
};

const TOTALS_AMOUNTS = [
  'chargedMinor',
  'cancelledMinor',
  'adjustedMinor',
  'paidMinor',
  'reversedMinor',
  'refundedMinor',
] as const;

function totalsOf(row: TotalsRow): AccountTotals {
  const amounts = minorsOf(row, TOTALS_AMOUNTS);
  const allocatedMinor = minor(row.allocatedMinor);
  const { chargedMinor, cancelledMinor, adjustedMinor, ...money } = amounts;
  const outstandingMinor = chargedMinor - cancelledMinor - adjustedMinor - allocatedMinor;
  const { paidMinor, reversedMinor, refundedMinor } = money;
  const creditMinor = paidMinor - reversedMinor - refundedMinor - allocatedMinor;
  return { ...amounts, outstandingMinor, creditMinor, netMinor: outstandingMinor - creditMinor };
}

const SHARED = ['chargedMinor', 'cancelledMinor', 'adjustedMinor', 'outstandingMinor'] as const;

function assertAddUp(terms: readonly AccountTerm[], totals: AccountTotals): void {
  for (const name of SHARED) {
    assert(sum(terms.map((term) => term[name])) === totals[name], `${name} of the terms adds up`);
  }
  const { chargedMinor, cancelledMinor, adjustedMinor, paidMinor } = totals;
  const owed = chargedMinor - cancelledMinor - adjustedMinor;
  const kept = paidMinor - totals.reversedMinor - totals.refundedMinor;
  assert(owed - kept === totals.netMinor, 'the sum of the parts is the net');
}
