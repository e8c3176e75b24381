// What an account that is folded live still takes from rows: whether its student is parked, who that is,
// and the calendar, which never stops at anybody's event. Parameters: $1 the student, $2 the present
// instant, $3 the day as of which it is asked, or null.
import type { Uuid } from '../../kernel/ids.js';
import type { Currency } from '../../kernel/money.js';
import { classOnDay, schoolDay } from '../student-class.js';
import type { AccountStudent } from './account.shapes.js';

export interface LiveTermRow {
  readonly id: Uuid;
  readonly name: string;
  readonly isCurrent: boolean;
}

export type LiveRows = {
  /** At most one; `commit` is where the read models are. */
  readonly parked: { readonly commit: string };
  readonly students: AccountStudent & { readonly currency: Currency; readonly timeZone: string };
  readonly terms: LiveTermRow;
};

export function liveRows(schema: string): Record<keyof LiveRows, string> {
  const day = `coalesce($3::date, ${schoolDay(schema, '$2::timestamptz')})`;
  return {
    parked: `select c.commit_pos::text as commit from ${schema}.checkpoint c, ${schema}.parked p
      where p.student_id = $1`,
    students: `select student_id as id, admission_no as "admissionNo", given_name as "givenName",
        family_name as "familyName", ${classOnDay(schema, day)} as class, status, enrolled_on as "enrolledOn",
        (select currency from ${schema}.school limit 1) as currency,
        coalesce((select time_zone from ${schema}.school limit 1), 'UTC') as "timeZone"
      from ${schema}.student s where student_id = $1`,
    terms: `select term_id as id, name, opened_index is not null and opened_index =
        (select max(opened_index) from ${schema}.term) as "isCurrent"
      from ${schema}.term order by starts_on, term_id`,
  };
}
