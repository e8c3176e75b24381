// The pages about a student as a person.
import { localDate } from '../../src/kernel/local-date.js';
import type { StudentDetails } from '../../src/projections/student-directory/student.queries.js';
import { cancelRunView } from '../../src/web/answers/cancel-run-view.js';
import { chargeRunView } from '../../src/web/answers/charge-run-view.js';
import { detailsView } from '../../src/web/answers/details-view.js';
import { correctionForm, registerView, statusView } from '../../src/web/answers/person-views.js';
import { studentView } from '../../src/web/answers/student-view.js';
import { renderAction, renderStudent } from '../../src/web/html.js';
import { personOf } from '../../src/web/student-form.js';
import { renderStudentDetails } from '../../src/web/student-html.js';
import * as corrected from './corrected.fixture.js';
import { ANERT, asOf, bursarFrame, frame, KEY, TODAY } from './school.fixture.js';
import * as terms from './terms.fixture.js';

const stamp = { position: 16_878, lagSeconds: 0.3 };

export const details: StudentDetails = {
  id: ANERT,
  admissionNo: 'HS-0412',
  givenName: 'Anert',
  familyName: 'Moyo',
  class: 'Form 2A',
  status: 'active',
  statusSince: localDate('2024-01-15'),
  enrolledOn: localDate('2024-01-15'),
  birthDate: localDate('2012-03-04'),
  guardians: [{ name: 'Chipo Moyo', phone: '+263 77 123 4567' }],
  classes: [{ class: 'Form 2A', from: localDate('2024-01-15') }],
  revision: 0,
};

const state = { key: KEY, today: TODAY };
const shown = detailsView({ ...details, ...stamp }, asOf.instant);
const form = correctionForm(ANERT, { ...state, values: personOf(details, TODAY) });
const present = { now: asOf.instant, timeZone: 'Africa/Harare' };
const account = studentView(corrected.account, present);
const past = localDate('2026-06-03');
const run = chargeRunView(
  {
    ...stamp,
    chargeRun: terms.chargeRun,
    students: terms.runStudents,
    term: { id: terms.THIRD_TERM, name: 'Third Term (2026)' },
  },
  asOf.instant,
  true,
);

export const PERSON_PAGES: Readonly<Record<string, string>> = {
  'register-student': renderAction(
    bursarFrame,
    registerView({ ...state, values: { enrolledOn: TODAY } }),
  ),
  'register-refused': renderAction(
    bursarFrame,
    registerView({
      ...state,
      values: { admissionNo: 'HS-0412', enrolledOn: TODAY },
      problem: {
        message: 'HS-0412 is taken.',
        fields: [{ field: 'admissionNo', message: 'HS-0412 is taken.' }],
      },
    }),
  ),
  details: renderStudentDetails(bursarFrame, { ...shown, form }),
  'details-cashier': renderStudentDetails(frame, shown),
  'details-gone': renderStudentDetails(bursarFrame, {
    ...shown,
    status: 'withdrawn',
    guardians: [],
  }),
  withdraw: renderAction(
    bursarFrame,
    statusView(details, 'withdraw', { ...state, values: { effectiveDate: TODAY } }),
  ),
  'student-corrected': renderStudent(bursarFrame, account),
  'student-corrected-auditor': renderStudent(frame, account),
  'student-done': renderStudent(bursarFrame, {
    ...account,
    done: { text: 'Refund of $10.00 recorded' },
  }),
  'student-done-not-seen': renderStudent(bursarFrame, { ...account, done: 'not_seen' }),
  'student-parked': renderStudent(bursarFrame, { ...account, parked: true }),
  'student-past': renderStudent(bursarFrame, { ...account, past, today: past }),
  'cancel-run': renderAction(
    bursarFrame,
    cancelRunView(run, { idempotencyKey: KEY, reason: '' }, 'USD'),
  ),
};
