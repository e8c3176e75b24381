// Every page in every state that it has, as text: what the sweeping tests walk through.
import {
  renderDashboard,
  renderErrorPage,
  renderLogin,
  renderPassword,
  renderReceipt,
  renderStudent,
  renderStudents,
} from '../../src/web/html.js';
import { sentPayment } from '../../src/web/sent-words.js';
import { ACTION_PAGES } from './action-pages.fixture.js';
import * as account from './account.fixture.js';
import { PERSON_PAGES } from './person-pages.fixture.js';
import * as school from './school.fixture.js';
import { TERM_PAGES } from './term-views.fixture.js';

const { frame, signedOut, limits } = school;
const { term: _term, ...dashboardWithoutTerm } = school.dashboard;
const { form: _form, ...studentWithoutForm } = account.student;
const { content: _content, ...receiptWithoutContent } = account.receipt;
const sent = sentPayment({
  studentId: school.ANERT,
  key: school.KEY,
  values: account.form.values,
});

/** As long as the books take it, in one word. */
const LONG = 'M'.repeat(100);
const longFrame = {
  ...frame,
  schoolName: LONG,
  user: { displayName: LONG, mayBill: true, csrf: 'token-of-this-session' },
};
const longTerm = { ...school.term, name: LONG };

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
  password: renderPassword(frame, { username: 'cashier-2' }),
  'password-refused': renderPassword(frame, {
    username: 'cashier-2',
    problem: { message: 'The new password repeats too few characters.', field: 'newPassword' },
  }),
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
  student: renderStudent(frame, account.student),
  'student-auditor': renderStudent(frame, studentWithoutForm),
  'student-recorded': renderStudent(frame, { ...account.student, recorded: account.newestPayment }),
  'student-not-seen': renderStudent(frame, { ...account.student, recorded: 'not_seen' }),
  'student-refused': renderStudent(frame, account.refused),
  receipt: renderReceipt(frame, account.receipt),
  'receipt-reversed': renderReceipt(frame, {
    ...account.receipt,
    reversed: { on: school.TODAY },
  }),
  'receipt-erased': renderReceipt(frame, receiptWithoutContent),
  'receipt-duplicate': renderReceipt(frame, { ...account.receipt, duplicate: 1 }),
  'long-dashboard': renderDashboard(longFrame, {
    ...school.dashboard,
    term: longTerm,
    topArrears: school.dashboard.topArrears.map((row) => ({ ...row, name: LONG, class: LONG })),
  }),
  'long-students': renderStudents(longFrame, {
    ...school.students,
    term: longTerm,
    filter: { q: LONG, class: LONG, sort: 'name' },
    rows: school.rows.map((row) => ({ ...row, name: LONG, admissionNo: LONG, class: LONG })),
  }),
  'long-student': renderStudent(longFrame, {
    ...account.student,
    name: LONG,
    admissionNo: LONG,
    class: LONG,
    charges: account.student.charges.map((row) => ({
      ...row,
      description: LONG,
      feeCode: LONG.slice(0, 32),
    })),
    payments: account.student.payments.map((row) => ({
      ...row,
      reference: LONG,
      pays: [{ feeCode: LONG.slice(0, 32), amountMinor: row.amountMinor }],
    })),
    recorded: account.newestPayment,
  }),
  'long-receipt': renderReceipt(longFrame, {
    ...account.receipt,
    content: {
      ...account.receiptContent,
      school: LONG,
      student: LONG,
      payer: LONG,
      cashier: LONG,
      lines: account.receiptContent.lines.map((row) => ({ ...row, description: LONG, term: LONG })),
    },
  }),
  'error-forbidden': renderErrorPage(
    { status: 403, code: 'forbidden', effect: 'none', requestId: 'req_1' },
    { frame },
  ),
  'error-password': renderErrorPage(
    { status: 403, code: 'password_change_required', effect: 'none' },
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
  ...TERM_PAGES,
  ...ACTION_PAGES,
  ...PERSON_PAGES,
  'receipt-cashier': renderReceipt(frame, {
    ...account.receipt,
    copies: 2,
    reprintKey: school.KEY,
  }),
  'error-bare': renderErrorPage({ status: 500, code: 'internal', requestId: 'req_2' }),
};
