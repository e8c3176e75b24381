// An account at the end of a day (rule 5), made from the dated rows of that account alone. A fact counts
// from its effective date on, an allocation and a release line by line; so the sums of a day are those
// of the fold of what was in effect by then.
import type { AccountRelations } from './account.relations.js';
import { NO_TERM } from './account.tables.js';
import { adjustmentOn, allocationOn, chargeOn, paymentOn, refundOn } from './rows-on-day.js';

/** What was in effect at the end of day $2; a part of a statement that no statement reads costs nothing. */
export function relationsOnDay(schema: string): AccountRelations {
  const named = Object.entries(partsOnDay(schema)).map(([name, part]) => `${name} as (${part})`);
  return {
    prefix: `with ${named.join(',\n')}\n`,
    day: '$2::date',
    account: 'account_on',
    studentTerm: 'student_term_on',
    charge: 'charge_on',
    payment: 'payment_on',
    allocation: 'allocation_on',
    adjustment: 'adjustment_on',
    refund: 'refund_on',
  };
}

/** Each may read the ones before it. */
function partsOnDay(schema: string) {
  return {
    allocation_on: allocationOn(schema),
    adjustment_on: adjustmentOn(schema),
    refund_on: refundOn(schema),
    charge_on: chargeOn(schema),
    payment_on: paymentOn(schema),
    student_term_on: STUDENT_TERM_ON,
    account_on: accountOn(schema),
  };
}

const CHARGE_SUMS = `sum(amount_minor) as charged_minor, sum(cancelled_minor) as cancelled_minor,
  sum(adjusted_minor) as adjusted_minor, sum(allocated_minor) as allocated_minor,
  count(*) filter (where cancelled_on is null) as charges`;

const STUDENT_TERM_ON = `select student_id, coalesce(term_id, '${NO_TERM}') as term_id,
    ${CHARGE_SUMS} from charge_on group by 1, 2`;

function accountOn(schema: string): string {
  const zeroed = (from: string, names: readonly string[]) =>
    names.map((name) => `coalesce(${from}.${name}, 0) as ${name}`).join(', ');
  const ofCharges = ['charged_minor', 'cancelled_minor', 'adjusted_minor', 'allocated_minor'];
  return `select a.student_id, a.currency, ${zeroed('c', ofCharges)},
      ${zeroed('p', ['paid_minor', 'reversed_minor', 'refunded_minor'])}
    from ${schema}.account a
    cross join (select ${CHARGE_SUMS} from charge_on) c
    cross join (select sum(amount_minor) as paid_minor, sum(reversed_minor) as reversed_minor,
      sum(refunded_minor) as refunded_minor from payment_on) p
    where a.student_id = $1`;
}
