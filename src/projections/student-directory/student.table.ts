// Who the students are. Names come from sealed data: the columns marked personal are emptied when a
// student is erased, and this schema is never backed up.
import { key, latest, listed, table } from '../runner/table.js';

export const STUDENT = listed(
  'anything',
  table(
    'student',
    {
      studentId: key('uuid'),
      class: latest('text'),
      /** `active withdrawn graduated`. */
      status: latest('text'),
      enrolledOn: latest('date'),
      // Personal from here on.
      admissionNo: latest('text'),
      givenName: latest('text'),
      familyName: latest('text'),
      birthDate: latest('text'),
      guardians: latest('jsonb'),
      /** "Family given", for sorting in the collation of the database. */
      sortName: latest('text'),
      /** Name and admission number, folded: see `searchText`. */
      searchText: latest('text'),
    },
    ['(sort_name, student_id)', '(admission_no, student_id)', '(class)'],
  ),
);
