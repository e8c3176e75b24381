// What the page of a student's details needs.
import type { StudentDetails } from '../projections/student-directory/student.queries.js';
import type { FormView } from './form-view-models.js';
import type { AsOf } from './view-models.js';

export interface StudentDetailsView extends Omit<
  StudentDetails,
  'givenName' | 'familyName' | 'revision'
> {
  readonly name: string;
  readonly asOf: AsOf;
  /** Absent for those who may not correct. */
  readonly form?: FormView;
}
