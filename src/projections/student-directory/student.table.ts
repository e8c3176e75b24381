// Who the students are. Names come from sealed data: the columns marked personal are emptied when a
// student is erased, and this schema is never backed up.
import { key, latest, listed, table } from '../runner/table.js';

export const STUDENT = listed(
  'anything',
  table(
    'student',
    {
      studentId: key('uuid'),
      /** The class assigned last; it is the student's from `classFrom` on: see `classOnDay`. */
      class: latest('text'),
      classFrom: latest('date'),
      /** `active withdrawn graduated`. */
      status: latest('text'),
      /** Day of the last change of status; at first `enrolledOn`. */
      statusSince: latest('date'),
      enrolledOn: latest('date'),
      /** Of the student's stream. */
      revision: latest('int4'),
      // Personal from here on.
      admissionNo: latest('text'),
      givenName: latest('text'),
      familyName: latest('text'),
      /** Empty when it was taken away. */
      birthDate: latest('text'),
      guardians: latest('jsonb'),
      /** "Family given", for sorting in the collation of the database. */
      sortName: latest('text'),
      /** Name and admission number, folded: see `searchText`. */
      searchText: latest('text'),
    },
    ['(sort_name, student_id)', '(admission_no, student_id)', '(class)', '(class_from)'],
  ),
);

/** Every class that a student was put into, and from when. */
export const STUDENT_CLASS = listed(
  'anything',
  table('student_class', {
    studentId: key('uuid'),
    startsOn: key('date'),
    class: latest('text'),
  }),
);
