// Anert's account in the sample school: three charges, three payments of which one was reversed.
import { localDate } from '../../src/kernel/local-date.js';
import type {
  ChargeRow,
  PaymentFormView,
  PaymentRow,
  StudentView,
} from '../../src/web/account-view-models.js';
import type { ReceiptContent, ReceiptView } from '../../src/web/receipt-view-models.js';
import { ANERT, asOf, KEY, TODAY } from './school.fixture.js';

const charges: readonly ChargeRow[] = [
  {
    id: 'tuition',
    feeCode: 'TUITION',
    description: 'Tuition',
    dueOn: localDate('2026-05-12'),
    amountMinor: 8_000n,
    adjustedMinor: 0n,
    paidMinor: 8_000n,
    outstandingMinor: 0n,
    cancelled: false,
    adjustments: [],
  },
  {
    id: 'levy',
    feeCode: 'LEVY',
    description: 'Development levy',
    dueOn: localDate('2026-06-16'),
    amountMinor: 2_500n,
    adjustedMinor: 0n,
    paidMinor: 0n,
    outstandingMinor: 2_500n,
    cancelled: false,
    adjustments: [],
  },
  {
    id: 'exam',
    feeCode: 'EXAM',
    description: 'Examination fee',
    dueOn: localDate('2026-07-31'),
    amountMinor: 1_500n,
    adjustedMinor: 0n,
    paidMinor: 0n,
    outstandingMinor: 1_500n,
    cancelled: false,
    adjustments: [],
  },
];

export const newestPayment: PaymentRow = {
  id: 'payment-8',
  method: 'mobile_money',
  reference: 'MM-61C02F',
  effectiveDate: TODAY,
  recordedOn: TODAY,
  amountMinor: 3_000n,
  receipt: { schoolYear: '2026', no: 8 },
  receiptPending: false,
  reversed: false,
  refunds: [],
  held: false,
  pays: [{ feeCode: 'TUITION', amountMinor: 3_000n }],
  creditMinor: 0n,
};

const payments: readonly PaymentRow[] = [
  newestPayment,
  {
    id: 'payment-5',
    method: 'mobile_money',
    reference: 'MM-55A81C',
    effectiveDate: localDate('2026-06-02'),
    recordedOn: localDate('2026-06-02'),
    amountMinor: 5_000n,
    receipt: { schoolYear: '2026', no: 5 },
    receiptPending: false,
    reversed: true,
    reversal: { on: localDate('2026-06-04'), reason: 'Sent to the wrong school' },
    refunds: [],
    held: false,
    pays: [],
    creditMinor: 0n,
  },
  {
    id: 'payment-1',
    method: 'cash',
    effectiveDate: localDate('2026-05-12'),
    recordedOn: localDate('2026-05-12'),
    amountMinor: 5_000n,
    receipt: { schoolYear: '2026', no: 1 },
    receiptPending: false,
    reversed: false,
    refunds: [],
    held: false,
    pays: [{ feeCode: 'TUITION', amountMinor: 5_000n }],
    creditMinor: 0n,
  },
];

export const form: PaymentFormView = {
  idempotencyKey: KEY,
  values: { amount: '40.00', effectiveDate: TODAY, method: 'cash', externalRef: '' },
};

export const student: StudentView = {
  id: ANERT,
  name: 'Anert Moyo',
  admissionNo: 'HS-0412',
  class: 'Form 2A',
  status: 'active',
  paymentStatus: 'PARTIAL',
  asOf: { ...asOf, href: `/students/${ANERT}` },
  today: TODAY,
  parked: false,
  totals: {
    chargedMinor: 12_000n,
    cancelledMinor: 0n,
    adjustedMinor: 0n,
    paidMinor: 13_000n,
    reversedMinor: 5_000n,
    refundedMinor: 0n,
    creditMinor: 0n,
    netMinor: 4_000n,
  },
  charges,
  payments,
  form,
};

export const refused: StudentView = {
  ...student,
  form: {
    idempotencyKey: KEY,
    values: {
      amount: '30.00',
      effectiveDate: TODAY,
      method: 'mobile_money',
      externalRef: 'MM-61C02F',
    },
    problem: {
      message: 'Reference MM-61C02F was already used by a mobile money payment.',
      fields: [
        { field: 'externalRef', message: 'This reference is on receipt 2026-000008 already.' },
      ],
      firstReceipt: { schoolYear: '2026', no: 8 },
    },
  },
};

export const receiptContent: ReceiptContent = {
  school: 'Hillside School',
  student: 'Anert Moyo',
  admissionNo: 'HS-0412',
  class: 'Form 2A',
  effectiveDate: TODAY,
  reference: 'MM-61C02F',
  lines: [
    {
      feeCode: 'TUITION',
      description: 'Tuition',
      term: 'Second Term (2026)',
      amountMinor: 3_000n,
    },
  ],
  creditMinor: 0n,
  balanceAfterMinor: 4_000n,
  cashier: 'cashier 2',
};

export const receipt: ReceiptView = {
  receipt: { schoolYear: '2026', no: 8 },
  issuedOn: TODAY,
  studentId: ANERT,
  amountMinor: 3_000n,
  currency: 'USD',
  method: 'mobile_money',
  content: receiptContent,
  copies: 0,
  contentDigest: '9bcd98c0c44686d4a1f0c3b2e5d60718293a4b5c6d7e8f90112233445566778a',
};
