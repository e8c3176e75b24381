// The terms, fees and charge runs of the sample school: Third Term (2026) is scheduled, 5 students of
// whom 4 can be charged 120.00 each.
import { localDate } from '../../src/kernel/local-date.js';
import type { PreviewAnswer } from '../../src/modules/billing/index.js';
import type { Term } from '../../src/projections/calendar/term.queries.js';
import type {
  ChargeRunProgress,
  ChargeRunStudent,
} from '../../src/projections/charge-run/charge-run.queries.js';
import type { FeeSchedule } from '../../src/projections/fee-schedule/fee-schedule.queries.js';
import { ANERT } from './school.fixture.js';

export const SECOND_TERM = '0198a3c2-0000-7000-8000-00000000000a';
export const THIRD_TERM = '0198a3c2-0000-7000-8000-00000000000b';
export const RUN_ID = '0198a3c2-0000-7000-8000-0000000000c1';
export const LINDIWE = '253da973-c436-78c7-a961-5bdb63b91f00';
export const DIGEST = 'f9666aff564b1e4c1f741521fb429e3f16c32dc061ed9fe5b5d92a4e007c753b';

export const terms: readonly Term[] = [
  {
    id: SECOND_TERM,
    schoolYear: '2026',
    name: 'Second Term (2026)',
    startsOn: localDate('2026-05-05'),
    endsOn: localDate('2026-08-07'),
    status: 'open',
    current: true,
  },
  {
    id: THIRD_TERM,
    schoolYear: '2026',
    name: 'Third Term (2026)',
    startsOn: localDate('2026-09-08'),
    endsOn: localDate('2026-12-04'),
    status: 'scheduled',
    current: false,
  },
];

export const feeSchedule: FeeSchedule = {
  termId: THIRD_TERM,
  version: 1,
  currency: 'USD',
  lines: [
    {
      feeCode: 'TUITION',
      description: 'Tuition',
      amountMinor: 8_000n,
      instalments: [{ dueOn: localDate('2026-09-15') }, { dueOn: localDate('2026-10-15') }],
      priority: 100,
    },
    {
      class: 'Form 2A',
      feeCode: 'LEVY',
      description: 'Development levy',
      amountMinor: 2_500n,
      dueOn: localDate('2026-10-13'),
      priority: 110,
    },
  ],
};

export const preview: PreviewAnswer = {
  digest: DIGEST,
  totals: { students: 1, charges: 3, amountMinor: 10_500 },
  items: [
    {
      studentId: ANERT,
      lines: [
        line('TUITION', 4_000, '2026-09-15'),
        line('TUITION', 4_000, '2026-10-15'),
        line('LEVY', 2_500, '2026-10-13'),
      ],
    },
    { studentId: LINDIWE, lines: [], problem: 'too_many_fees' },
  ],
  nextCursor: null,
};

export const chargeRun: ChargeRunProgress = {
  id: RUN_ID,
  termId: THIRD_TERM,
  effectiveDate: localDate('2026-07-16'),
  status: 'running',
  total: 3,
  done: 2,
  failed: 1,
  chargedMinor: 10_500n,
  plannedAt: new Date('2026-07-16T12:06:00Z'),
};

export const runStudents: readonly ChargeRunStudent[] = [
  {
    studentId: ANERT,
    givenName: 'Anert',
    familyName: 'Moyo',
    result: 'charged',
    expectedNetMinor: 10_500n,
    chargedMinor: 10_500n,
  },
  {
    studentId: '353da973-c436-78c7-a961-5bdb63b91f00',
    givenName: 'Rudo',
    familyName: 'Chikwanha',
    result: 'waiting',
    expectedNetMinor: 10_500n,
    chargedMinor: 0n,
  },
  {
    studentId: LINDIWE,
    givenName: 'Lindiwe',
    familyName: 'Sibanda',
    result: 'failed',
    failureCode: 'period_closed',
    expectedNetMinor: 10_500n,
    chargedMinor: 0n,
  },
];

function line(feeCode: string, amountMinor: number, dueOn: string) {
  return { feeCode, description: feeCode, amountMinor, dueOn };
}
