// One page of the list as the page shows it.
import type {
  StudentListItem,
  StudentPage,
} from '../../projections/student-directory/student-list.queries.js';
import { studentsPath } from '../links.js';
import type { StudentQuery } from '../student-query.js';
import type { StudentRow, StudentsView } from '../view-models.js';
import { asOfNow } from './as-of.js';

/** @param rowsMax  How many rows were asked for: a top list that is full may be cut off. */
export function studentsView(
  page: StudentPage,
  asked: StudentQuery & { readonly rowsMax: number },
  now: Date,
): StudentsView {
  const { filter, cursor, rowsMax } = asked;
  const isCutOff =
    page.nextCursor !== undefined ||
    (filter.sort === '-outstanding' && page.items.length >= rowsMax);
  return {
    ...(page.term === undefined ? {} : { term: page.term }),
    asOf: asOfNow(page, now, studentsPath(filter, cursor)),
    filter,
    rows: page.items.map(rowOf),
    continued: cursor !== undefined,
    complete: cursor === undefined && !isCutOff,
    ...(page.nextCursor === undefined ? {} : { nextCursor: page.nextCursor }),
  };
}

function rowOf({ balance, givenName, familyName, ...item }: StudentListItem): StudentRow {
  const { currency: _currency, ...figures } = balance;
  return {
    id: item.id,
    name: `${givenName} ${familyName}`,
    admissionNo: item.admissionNo,
    class: item.class,
    netMinor: item.netMinor,
    ...figures,
  };
}
