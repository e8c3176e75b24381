// The page of a student's details as the text that goes to the browser.
import { documentOf } from './html.js';
import type { StudentDetailsView } from './student-view-models.js';
import type { SignedInFrame } from './view-models.js';
import { StudentDetailsPage } from './views/student-details.page.js';

export function renderStudentDetails(frame: SignedInFrame, view: StudentDetailsView): string {
  return documentOf(<StudentDetailsPage frame={frame} view={view} />);
}
