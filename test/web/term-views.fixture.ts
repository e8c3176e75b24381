// The pages of terms, fees and charge runs in every state that they have.
import { chargeRunView } from '../../src/web/answers/charge-run-view.js';
import { feeRows, typedLines } from '../../src/web/answers/fee-schedule-view.js';
import { openTermView } from '../../src/web/answers/open-term-view.js';
import type { ChargeRunPreviewView } from '../../src/web/charge-run-view-models.js';
import { renderAction } from '../../src/web/html.js';
import {
  renderChargeRun,
  renderChargeRunPreview,
  renderFeeSchedule,
  renderRunNotSeen,
  renderTerms,
} from '../../src/web/term-html.js';
import { termForm } from '../../src/web/term-input.js';
import type { FeeScheduleView, TermsView } from '../../src/web/term-view-models.js';
import { ANERT, asOf, bursarFrame, frame, KEY, TODAY } from './school.fixture.js';
import * as books from './terms.fixture.js';

const [secondTerm, thirdTerm] = books.terms;
if (secondTerm === undefined || thirdTerm === undefined) throw new Error('two terms');

const values = { name: '', schoolYear: '2026', startsOn: '', endsOn: '' };

export const terms: TermsView = {
  schoolYear: '2026',
  otherYears: ['2025'],
  asOf: { ...asOf, href: '/terms' },
  rows: [
    { ...secondTerm, chargedMinor: 60_000n, collectedMinor: 36_400n, outstandingMinor: 22_000n },
    { ...thirdTerm, chargedMinor: 0n, collectedMinor: 0n, outstandingMinor: 0n },
  ],
};

const feeLines = feeRows(books.feeSchedule.lines);

export const fees: FeeScheduleView = {
  term: { id: books.THIRD_TERM, name: 'Third Term (2026)' },
  asOf: { ...asOf, href: `/terms/${books.THIRD_TERM}/fee-schedule` },
  version: 1,
  lines: feeLines,
  copies: [],
  tooLong: false,
};

const feeForm = {
  path: `/terms/${books.THIRD_TERM}/fee-schedule`,
  idempotencyKey: KEY,
  version: 1,
  lines: typedLines(feeLines, 'USD'),
};

export const preview: ChargeRunPreviewView = {
  term: { id: books.THIRD_TERM, name: 'Third Term (2026)' },
  asOf: { ...asOf, href: `/terms/${books.THIRD_TERM}/charge-run` },
  class: '',
  effectiveDate: TODAY,
  today: TODAY,
  hasFees: true,
  rows: [
    {
      studentId: ANERT,
      name: 'Anert Moyo',
      class: 'Form 2A',
      byFee: new Map([
        ['TUITION', 8_000n],
        ['LEVY', 2_500n],
      ]),
      chargedMinor: 10_500n,
      nowMinor: 4_000n,
      afterMinor: 14_500n,
    },
  ],
  problems: [
    { studentId: books.LINDIWE, name: 'Lindiwe Sibanda', class: 'Form 2A', code: 'too_many_fees' },
  ],
  totals: { students: 1, charges: 3, amountMinor: 10_500n, problems: 1 },
  continued: false,
  digest: books.DIGEST,
  idempotencyKey: KEY,
};

const runFacts = {
  position: 16_878,
  lagSeconds: 0.3,
  chargeRun: books.chargeRun,
  students: books.runStudents,
  term: { id: books.THIRD_TERM, name: 'Third Term (2026)' },
};
const now = asOf.instant;
const completed = { ...books.chargeRun, status: 'completed' as const, done: 3 };
const cancelled = { ...books.chargeRun, status: 'cancelled' as const };

export const TERM_PAGES: Readonly<Record<string, string>> = {
  terms: renderTerms(bursarFrame, { ...terms, form: termForm({ key: KEY, values }) }),
  'terms-cashier': renderTerms(frame, terms),
  'terms-none': renderTerms(bursarFrame, {
    otherYears: [],
    asOf: terms.asOf,
    rows: [],
    form: termForm({ key: KEY, values }),
  }),
  'terms-refused': renderTerms(bursarFrame, {
    ...terms,
    form: termForm({
      key: KEY,
      values: { ...values, name: 'Third Term' },
      problem: {
        message: 'It overlaps Third Term (2026).',
        fields: [{ field: 'startsOn', message: 'It overlaps Third Term (2026).' }],
      },
    }),
  }),
  'open-term': renderAction(
    bursarFrame,
    openTermView(thirdTerm, secondTerm, { idempotencyKey: KEY }),
  ),
  fees: renderFeeSchedule(bursarFrame, { ...fees, form: feeForm }),
  'fees-cashier': renderFeeSchedule(frame, fees),
  'fees-none': renderFeeSchedule(frame, { ...fees, version: 0, lines: [] }),
  'fees-first': renderFeeSchedule(bursarFrame, {
    ...fees,
    version: 0,
    lines: [],
    copies: [{ termId: books.SECOND_TERM, name: 'Second Term (2026)' }],
    form: { ...feeForm, version: 0, lines: typedLines([], 'USD') },
  }),
  'fees-published': renderFeeSchedule(bursarFrame, { ...fees, published: 1, form: feeForm }),
  'fees-refused': renderFeeSchedule(bursarFrame, {
    ...fees,
    form: {
      ...feeForm,
      problem: {
        message: '2 fields are wrong.',
        fields: [
          { field: 'line.0.amount', message: '"eighty" is no amount. Write it as 80.00.' },
          { field: 'line.0.dueOn.1', message: 'Enter the due date.' },
        ],
      },
    },
  }),
  'fees-too-long': renderFeeSchedule(bursarFrame, { ...fees, tooLong: true }),
  'charge-run': renderChargeRunPreview(bursarFrame, preview),
  'charge-run-next': renderChargeRunPreview(bursarFrame, {
    ...preview,
    continued: true,
    nextFrom: ANERT,
  }),
  'charge-run-nothing': renderChargeRunPreview(bursarFrame, {
    ...preview,
    rows: [],
    problems: [],
    totals: { students: 0, charges: 0, amountMinor: 0n, problems: 0 },
  }),
  'charge-run-no-fees': renderChargeRunPreview(bursarFrame, { ...preview, hasFees: false }),
  'charge-run-stale': renderChargeRunPreview(bursarFrame, {
    ...preview,
    problem: { message: 'A fee changed after you saw the preview.', fields: [] },
  }),
  'run-not-seen': renderRunNotSeen(bursarFrame, books.RUN_ID),
  'run-running': renderChargeRun(bursarFrame, chargeRunView(runFacts, now, true)),
  'run-completed': renderChargeRun(
    bursarFrame,
    chargeRunView({ ...runFacts, chargeRun: completed }, now, true),
  ),
  'run-cancelled': renderChargeRun(
    bursarFrame,
    chargeRunView({ ...runFacts, chargeRun: cancelled }, now, true),
  ),
};
