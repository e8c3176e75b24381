// A student's details as they are read.
import type { StudentDetails } from '../../projections/student-directory/student.queries.js';
import { studentDetailsPath } from '../student-links.js';
import type { StudentDetailsView } from '../student-view-models.js';
import { asOfNow, type ReadStamp } from './as-of.js';

/** The page without its form. */
export function detailsView(student: StudentDetails & ReadStamp, now: Date): StudentDetailsView {
  const { givenName, familyName, revision: _revision, ...known } = student;
  return {
    ...known,
    name: `${givenName} ${familyName}`,
    asOf: asOfNow(student, now, studentDetailsPath(student.id)),
  };
}
