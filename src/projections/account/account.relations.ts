// What the statements of an account read from: the tables as they are; account.on-day.ts has the same
// as they stood at the end of a day. Parameters: $1 the student, $2 the present instant or that day.
import { schoolDay } from '../student-class.js';

/** Each name but two can stand behind `from`. */
export interface AccountRelations {
  /** Comes before the `select` of a statement. */
  readonly prefix: string;
  /** SQL of the day at whose end it is looked at. */
  readonly day: string;
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
    day: schoolDay(schema, '$2::timestamptz'),
    account: `${schema}.account`,
    studentTerm: `${schema}.student_term`,
    charge: `${schema}.charge`,
    payment: `${schema}.payment`,
    allocation: `${schema}.allocation`,
    adjustment: `${schema}.adjustment`,
    refund: `${schema}.refund`,
  };
}
