// Every page in every state that it has, as text: what the sweeping tests walk through.
import {
  renderDashboard,
  renderErrorPage,
  renderLogin,
  renderReceipt,
  renderStudent,
  renderStudents,
} from '../../src/web/html.js';
import * as school from './school.fixture.js';

const { frame, signedOut, limits, form } = school;
const { term: _term, ...dashboardWithoutTerm } = school.dashboard;
const { form: _form, ...studentWithoutForm } = school.student;
const sent = {
  studentId: school.ANERT,
  studentName: 'Anert Moyo',
  idempotencyKey: school.KEY,
  values: form.values,
};

export const PAGES: Readonly<Record<string, string>> = {
  login: renderLogin(signedOut, { next: '/students', limits }),
  'login-wrong': renderLogin(signedOut, {
    reason: 'wrong_credentials',
    username: 'cashier-1',
    limits,
  }),
  'login-expired': renderLogin(signedOut, {
    reason: 'expired',
    draft: 'The payment of $40.00',
    limits,
  }),
  'login-revoked': renderLogin(signedOut, { reason: 'revoked', limits }),
  'login-too-many': renderLogin(signedOut, {
    reason: 'too_many_attempts',
    retryAfterSeconds: 60,
    limits,
  }),
  'login-signed-out': renderLogin(signedOut, { reason: 'signed_out', limits }),
  dashboard: renderDashboard(frame, school.dashboard),
  'dashboard-no-term': renderDashboard(frame, dashboardWithoutTerm),
  'dashboard-late': renderDashboard(frame, {
    ...school.dashboard,
    asOf: { ...school.asOf, lagSeconds: 12 },
  }),
  students: renderStudents(frame, school.students),
  'students-filtered': renderStudents(frame, {
    ...school.students,
    filter: { q: 'moyo', paymentStatus: 'PARTIAL', sort: 'name' },
    rows: school.rows.slice(2, 3),
    complete: false,
    nextCursor: 'eyJ4IjoxfQ',
  }),
  'students-none': renderStudents(frame, { ...school.students, rows: [] }),
  'students-no-match': renderStudents(frame, {
    ...school.students,
    filter: { q: 'zzz', sort: 'name' },
    rows: [],
  }),
  student: renderStudent(frame, school.student),
  'student-auditor': renderStudent(frame, studentWithoutForm),
  'student-recorded': renderStudent(frame, { ...school.student, recorded: school.newestPayment }),
  'student-refused': renderStudent(frame, school.refused),
  receipt: renderReceipt(frame, school.receipt),
  'receipt-reversed': renderReceipt(frame, {
    ...school.receipt,
    reversed: { on: school.TODAY, reason: 'Sent to the wrong school by the payer' },
  }),
  'receipt-duplicate': renderReceipt(frame, { ...school.receipt, duplicate: 1 }),
  'error-forbidden': renderErrorPage(
    { status: 403, code: 'forbidden', effect: 'none', requestId: 'req_1' },
    { frame },
  ),
  'error-not-found': renderErrorPage({ status: 404, code: 'student_not_found' }, { frame }),
  'error-unavailable': renderErrorPage(
    { status: 503, code: 'store_unavailable', effect: 'none', retryAfterSeconds: 5 },
    { frame, sent },
  ),
  'error-unknown': renderErrorPage(
    { status: 503, code: 'outcome_unknown', effect: 'unknown', retryAfterSeconds: 2 },
    { frame, sent },
  ),
  'error-bare': renderErrorPage({ status: 500, code: 'internal', requestId: 'req_2' }),
};
