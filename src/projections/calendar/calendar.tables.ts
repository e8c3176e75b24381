// School years and terms.
import { key, latest, listed, table } from '../runner/table.js';

export const SCHOOL_YEAR = table('school_year', {
  schoolYear: key('text'),
  startsOn: latest('date'),
  endsOn: latest('date'),
});

export const TERM = listed(
  'anything',
  table('term', {
    termId: key('uuid'),
    schoolYear: latest('text'),
    name: latest('text'),
    startsOn: latest('date'),
    endsOn: latest('date'),
    /** `scheduled open closing closed`. */
    status: latest('text'),
    /** Index of its TermOpened; the term opened last is the current one. */
    openedIndex: latest('int8'),
  }),
);
