// What the statements of an account read from: the tables as they are; account.on-day.ts has the same
// as they stood at the end of a day.

/** Each name can stand behind `from`. Parameters: $1 the student, $2 the day where there is one. */
export interface AccountRelations {
  /** Comes before the `select` of a statement. */
  readonly prefix: string;
  readonly account: string;
  readonly studentTerm: string;
  readonly charge: string;
  readonly payment: string;
  readonly allocation: string;
  readonly adjustment: string;
  readonly refund: string;
}

/** Everything that is recorded. */
export function relationsNow(schema: string): AccountRelations {
  return {
    prefix: '',
    account: `${schema}.account`,
    studentTerm: `${schema}.student_term`,
    charge: `${schema}.charge`,
    payment: `${schema}.payment`,
    allocation: `${schema}.allocation`,
    adjustment: `${schema}.adjustment`,
    refund: `${schema}.refund`,
  };
}
