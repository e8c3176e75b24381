// What the read models answer for the sample school.
import { localDate } from '../../src/kernel/local-date.js';
import type { Account, AccountCharge } from '../../src/projections/account/account.queries.js';
import type { DashboardFigures } from '../../src/projections/dashboard/dashboard.queries.js';
import type { Receipt } from '../../src/projections/receipts/receipt.queries.js';
import type { StudentPage } from '../../src/projections/student-directory/student-list.queries.js';
import { receiptContent } from './account.fixture.js';
import { ANERT, TODAY } from './school.fixture.js';

export const PAYMENT_ID = '0198a3c2-0000-7000-8000-000000000008';
const TERM_ID = '0198a3c2-0000-7000-8000-00000000000a';
const stamp = { position: 16_878, lagSeconds: 0.3 };

export const school = {
  ...stamp,
  school: {
    name: 'Hillside School',
    currency: 'USD',
    timeZone: 'Africa/Harare',
    fourEyesLimitMinor: 10_000n,
  },
};

export const figures: DashboardFigures = {
  ...stamp,
  term: {
    id: TERM_ID,
    name: 'Second Term (2026)',
    startsOn: localDate('2026-05-05'),
    endsOn: localDate('2026-08-07'),
    status: 'open',
  },
  chargedMinor: 62_000n,
  cancelledMinor: 2_000n,
  adjustedMinor: 1_600n,
  expectedMinor: 58_400n,
  collectedMinor: 36_400n,
  outstandingMinor: 22_000n,
  creditMinor: 3_000n,
  byClass: [],
  byStatus: [
    { status: 'PAID', students: 1 },
    { status: 'PARTIAL', students: 2 },
    { status: 'UNPAID', students: 1 },
  ],
  today: { date: TODAY, byMethod: [], byCashier: [] },
  topArrears: [
    {
      studentId: ANERT,
      givenName: 'Anert',
      familyName: 'Moyo',
      class: 'Form 2A',
      outstandingMinor: 4_000n,
    },
  ],
};

export const studentPage: StudentPage = {
  ...stamp,
  term: { id: TERM_ID, name: 'Second Term (2026)' },
  items: [
    {
      id: ANERT,
      admissionNo: 'HS-0412',
      givenName: 'Anert',
      familyName: 'Moyo',
      class: 'Form 2A',
      status: 'active',
      balance: {
        currency: 'USD',
        chargedMinor: 12_000n,
        adjustedMinor: 0n,
        paidMinor: 8_000n,
        outstandingMinor: 4_000n,
        creditMinor: 0n,
        paymentStatus: 'PARTIAL',
      },
      netMinor: 4_000n,
    },
  ],
  nextCursor: 'next-place',
};

const tuition: AccountCharge = {
  id: '0198a3c2-0000-7000-8000-00000000000c',
  kind: 'term_fee',
  termId: TERM_ID,
  feeCode: 'TUITION',
  description: 'Tuition',
  amountMinor: 12_000n,
  cancelledMinor: 0n,
  adjustedMinor: 0n,
  paidMinor: 8_000n,
  outstandingMinor: 4_000n,
  effectiveDate: localDate('2026-05-05'),
  dueOn: localDate('2026-05-12'),
  priority: 100,
  cancelled: false,
  recordedAt: new Date('2026-05-05T06:00:00Z'),
  position: 12,
  allocations: [],
  adjustments: [],
};

const link = {
  paymentId: PAYMENT_ID,
  chargeId: tuition.id,
  feeCode: 'TUITION',
  effectiveDate: TODAY,
  rule: 'oldest_due',
} as const;

export const account: Account = {
  ...stamp,
  student: {
    id: ANERT,
    admissionNo: 'HS-0412',
    givenName: 'Anert',
    familyName: 'Moyo',
    class: 'Form 2A',
    status: 'active',
    enrolledOn: localDate('2024-01-15'),
  },
  currency: 'USD',
  paymentStatus: 'PARTIAL',
  terms: [],
  totals: {
    chargedMinor: 12_000n,
    cancelledMinor: 0n,
    adjustedMinor: 0n,
    paidMinor: 8_000n,
    reversedMinor: 0n,
    refundedMinor: 0n,
    outstandingMinor: 4_000n,
    creditMinor: 0n,
    netMinor: 4_000n,
  },
  charges: [tuition],
  payments: [
    {
      id: PAYMENT_ID,
      amountMinor: 8_000n,
      method: 'mobile_money',
      effectiveDate: TODAY,
      recordedAt: new Date('2026-07-16T22:30:00Z'),
      principal: 'user:1',
      schoolYear: '2026',
      receiptNo: 8,
      receiptStatus: 'issued',
      externalRef: 'MM-61C02F',
      holdCredit: false,
      reversedMinor: 0n,
      refundedMinor: 0n,
      creditMinor: 0n,
      position: 13,
      allocations: [
        { ...link, amountMinor: 5_000n },
        { ...link, amountMinor: 3_000n },
      ],
      refunds: [],
    },
  ],
  adjustments: [],
};

export const receipt: Receipt = {
  schoolYear: '2026',
  number: 8,
  receiptId: '0198a3c2-0000-7000-8000-00000000000e',
  paymentId: PAYMENT_ID,
  studentId: ANERT,
  issuedOn: TODAY,
  issuedAt: new Date('2026-07-16T09:47:26Z'),
  amountMinor: 3_000n,
  currency: 'USD',
  method: 'mobile_money',
  contentDigest: '9bcd98c0c44686d4',
  content: receiptContent,
  status: 'issued',
  copies: 1,
};
