// Each page as the text that goes to the browser. Everything in it is escaped by the renderer; there
// is no way to put markup into a page but a view.
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { StudentView } from './account-view-models.js';
import type { ActionView, SentFields } from './form-view-models.js';
import type { ReceiptView } from './receipt-view-models.js';
import type { LoginView, PasswordView } from './sign-in-view-models.js';
import type {
  DashboardView,
  Frame,
  ProblemView,
  SignedInFrame,
  StudentsView,
} from './view-models.js';
import { ActionPage } from './views/action.page.js';
import { DashboardPage } from './views/dashboard.page.js';
import { ErrorPage } from './views/error.page.js';
import { LoginPage } from './views/login.page.js';
import { PasswordPage } from './views/password.page.js';
import { ReceiptPage } from './views/receipt.page.js';
import { StudentPage } from './views/student.page.js';
import { StudentsPage } from './views/students.page.js';

export function renderLogin(frame: Frame, view: LoginView): string {
  return documentOf(<LoginPage frame={frame} view={view} />);
}

export function renderPassword(frame: SignedInFrame, view: PasswordView): string {
  return documentOf(<PasswordPage frame={frame} view={view} />);
}

export function renderDashboard(frame: Frame, view: DashboardView): string {
  return documentOf(<DashboardPage frame={frame} view={view} />);
}

export function renderStudents(frame: Frame, view: StudentsView): string {
  return documentOf(<StudentsPage frame={frame} view={view} />);
}

export function renderStudent(frame: Frame, view: StudentView): string {
  return documentOf(<StudentPage frame={frame} view={view} />);
}

export function renderReceipt(frame: Frame, view: ReceiptView): string {
  return documentOf(<ReceiptPage frame={frame} view={view} />);
}

export function renderAction(frame: SignedInFrame, view: ActionView): string {
  return documentOf(<ActionPage frame={frame} view={view} />);
}

/** What is known of the reader when a page fails; often nothing, the failure may be the session's. */
export interface ErrorPageContext {
  readonly frame?: Frame;
  /** The form whose sending failed: the page offers to send it again under its key. */
  readonly sent?: SentFields;
}

/** An error as a whole document; synchronous and without I/O, so that it can't fail itself. */
export function renderErrorPage(problem: ProblemView, context: ErrorPageContext = {}): string {
  return documentOf(<ErrorPage frame={context.frame} problem={problem} sent={context.sent} />);
}

/** A page with its doctype. */
export function documentOf(page: VNode): string {
  return `<!doctype html>${renderToString(page)}`;
}
