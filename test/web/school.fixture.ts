// Hillside School in its Second Term of 2026: the sample whose every figure adds up.
import { localDate } from '../../src/kernel/local-date.js';
import type {
  AsOf,
  DashboardView,
  Frame,
  SignedInFrame,
  StudentRow,
  StudentsView,
  TermView,
} from '../../src/web/view-models.js';

export const ANERT = '153da973-c436-78c7-a961-5bdb63b91f00';
export const KEY = '0198a3c2-6d1e-7c40-9a57-2f6f1d0b7e11';
export const TODAY = localDate('2026-07-16');

export const frame: SignedInFrame = {
  schoolName: 'Hillside School',
  currency: 'USD',
  timeZone: 'Africa/Harare',
  user: { displayName: 'cashier 2', mayBill: false, csrf: 'token-of-this-session' },
};
export const bursarFrame: SignedInFrame = {
  ...frame,
  user: { displayName: 'bursar', mayBill: true, csrf: 'token-of-this-session' },
};
export const signedOut: Frame = {
  schoolName: 'Hillside School',
  currency: 'USD',
  timeZone: 'Africa/Harare',
};

export const limits = {
  idleSeconds: 3_600,
  rememberIdleSeconds: 604_800,
  rememberAbsoluteSeconds: 2_592_000,
};

export const asOf: AsOf = {
  instant: new Date('2026-07-16T12:05:00Z'),
  position: 16_878,
  lagSeconds: 0.3,
  href: '/dashboard',
};

export const term: TermView = {
  name: 'Second Term (2026)',
  startsOn: localDate('2026-05-05'),
  endsOn: localDate('2026-08-07'),
  status: 'open',
};

export const dashboard: DashboardView = {
  term,
  asOf,
  chargedMinor: 60_000n,
  adjustedMinor: 1_600n,
  collectedMinor: 36_400n,
  outstandingMinor: 22_000n,
  creditMinor: 3_000n,
  byStatus: [
    { status: 'UNPAID', students: 1 },
    { status: 'PARTIAL', students: 2 },
    { status: 'PAID', students: 1 },
    { status: 'CREDIT', students: 1 },
    { status: 'NOT_CHARGED', students: 0 },
  ],
  topArrears: [
    { studentId: 'rudo', name: 'Rudo Chikwanha', class: 'Form 1A', outstandingMinor: 12_000n },
    { studentId: 'lindiwe', name: 'Lindiwe Sibanda', class: 'Form 2A', outstandingMinor: 6_000n },
    { studentId: ANERT, name: 'Anert Moyo', class: 'Form 2A', outstandingMinor: 4_000n },
  ],
};

export const rows: readonly StudentRow[] = [
  {
    id: 'rudo',
    name: 'Rudo Chikwanha',
    admissionNo: 'HS-0377',
    class: 'Form 1A',
    chargedMinor: 12_000n,
    adjustedMinor: 0n,
    paidMinor: 0n,
    outstandingMinor: 12_000n,
    creditMinor: 0n,
    netMinor: 12_000n,
    paymentStatus: 'UNPAID',
  },
  {
    id: 'farai',
    name: 'Farai Dube',
    admissionNo: 'HS-0421',
    class: 'Form 3B',
    chargedMinor: 12_000n,
    adjustedMinor: 0n,
    paidMinor: 12_000n,
    outstandingMinor: 0n,
    creditMinor: 3_000n,
    netMinor: -3_000n,
    paymentStatus: 'CREDIT',
  },
  {
    id: ANERT,
    name: 'Anert Moyo',
    admissionNo: 'HS-0412',
    class: 'Form 2A',
    chargedMinor: 12_000n,
    adjustedMinor: 0n,
    paidMinor: 8_000n,
    outstandingMinor: 4_000n,
    creditMinor: 0n,
    netMinor: 4_000n,
    paymentStatus: 'PARTIAL',
  },
  {
    id: 'tendai',
    name: 'Tendai Ncube',
    admissionNo: 'HS-0398',
    class: 'Form 1A',
    chargedMinor: 12_000n,
    adjustedMinor: 1_600n,
    paidMinor: 10_400n,
    outstandingMinor: 0n,
    creditMinor: 0n,
    netMinor: 0n,
    paymentStatus: 'PAID',
  },
  {
    id: 'lindiwe',
    name: 'Lindiwe Sibanda',
    admissionNo: 'HS-0405',
    class: 'Form 2A',
    chargedMinor: 12_000n,
    adjustedMinor: 0n,
    paidMinor: 6_000n,
    outstandingMinor: 6_000n,
    creditMinor: 0n,
    netMinor: 6_000n,
    paymentStatus: 'PARTIAL',
  },
];

export const students: StudentsView = {
  term,
  asOf: { ...asOf, href: '/students' },
  filter: { sort: 'name' },
  rows,
  continued: false,
  complete: true,
};
