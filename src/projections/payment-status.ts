// How a student stands in a term, as SQL over the sums of `student_term` and the account's credit.
// The same words as in the pages and the API.

export type PaymentStatus = 'NOT_CHARGED' | 'UNPAID' | 'PARTIAL' | 'PAID' | 'CREDIT';

export const PAYMENT_STATUSES: readonly PaymentStatus[] = [
  'NOT_CHARGED',
  'UNPAID',
  'PARTIAL',
  'PAID',
  'CREDIT',
];

/** SQL expressions in minor units; each may be null where a student has no row. */
export interface StatusFigures {
  /** Number of charges that are not cancelled. */
  readonly charges: string;
  readonly outstanding: string;
  /** Allocated plus adjusted. */
  readonly settled: string;
  readonly credit: string;
  /** Boolean: some of the credit is not held back. */
  readonly hasFreeCredit: string;
  /** Boolean: credit shows as a status in the current term alone. */
  readonly isCurrent: string;
}

/** SQL expression of the payment status of one student in one term. */
export function paymentStatusSql(figures: StatusFigures): string {
  return `case
    when coalesce(${figures.charges}, 0) = 0 then 'NOT_CHARGED'
    when ${figures.outstanding} = 0 and coalesce(${figures.credit}, 0) > 0 and ${figures.isCurrent}
      and ${figures.hasFreeCredit} then 'CREDIT'
    when ${figures.outstanding} = 0 then 'PAID'
    when ${figures.settled} = 0 then 'UNPAID'
    else 'PARTIAL' end`;
}
