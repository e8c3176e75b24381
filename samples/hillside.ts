// Hillside School in its Second Term (2026): five students, one of each payment status that a school
// sees. Every figure adds up: charged 600.00, paid 420.00, outstanding 210.00, credit 30.00.

/** The day of the newest fact: a clock before it can't have seen this school. */
export const SAMPLE_ENDS_ON = '2026-07-16';

export const TERM = {
  name: 'Second Term (2026)',
  schoolYear: '2026',
  startsOn: '2026-05-05',
  endsOn: '2026-08-07',
} as const;

export const FEES = [
  { feeCode: 'TUITION', description: 'Tuition', amountMinor: 8000, dueOn: '2026-05-12' },
  { feeCode: 'LEVY', description: 'Development levy', amountMinor: 2500, dueOn: '2026-06-16' },
  { feeCode: 'EXAM', description: 'Examination fee', amountMinor: 1500, dueOn: '2026-07-31' },
] as const;

/** Charges of the term count from its first day. */
export const CHARGED_ON = TERM.startsOn;

export const STUDENTS = [
  {
    admissionNo: 'HS-0377',
    givenName: 'Rudo',
    familyName: 'Chikwanha',
    class: 'Form 1A',
    enrolledOn: '2026-01-13',
    birthDate: '2013-03-02',
    guardians: [{ name: 'Chipo Chikwanha', phone: '+263 77 200 0377' }],
  },
  {
    admissionNo: 'HS-0398',
    givenName: 'Tendai',
    familyName: 'Ncube',
    class: 'Form 1A',
    enrolledOn: '2026-01-13',
    birthDate: '2013-06-21',
    guardians: [{ name: 'Sipho Ncube', phone: '+263 77 200 0398' }],
  },
  {
    admissionNo: 'HS-0405',
    givenName: 'Lindiwe',
    familyName: 'Sibanda',
    class: 'Form 2A',
    enrolledOn: '2025-01-14',
    birthDate: '2012-02-11',
    guardians: [{ name: 'Nomsa Sibanda', phone: '+263 77 200 0405' }],
  },
  {
    admissionNo: 'HS-0412',
    givenName: 'Anert',
    familyName: 'Moyo',
    class: 'Form 2A',
    enrolledOn: '2025-01-14',
    birthDate: '2012-09-30',
    guardians: [
      { name: 'Grace Moyo', phone: '+263 77 200 0412' },
      { name: 'Peter Moyo', email: 'peter.moyo@mail.example' },
    ],
  },
  {
    admissionNo: 'HS-0421',
    givenName: 'Farai',
    familyName: 'Dube',
    class: 'Form 3B',
    enrolledOn: '2024-01-16',
    birthDate: '2011-05-17',
    guardians: [{ name: 'Tafadzwa Dube', phone: '+263 77 200 0421' }, { name: 'Ruth Dube' }],
  },
] as const;

/** In the order in which they were recorded, which is the order of their receipts. */
export const PAYMENTS = [
  { admissionNo: 'HS-0412', amountMinor: 5000, method: 'cash', effectiveDate: '2026-05-12' },
  {
    admissionNo: 'HS-0398',
    amountMinor: 10_800,
    method: 'bank_transfer',
    effectiveDate: '2026-05-14',
    externalRef: 'BT-770418',
  },
  {
    admissionNo: 'HS-0421',
    amountMinor: 15_000,
    method: 'bank_transfer',
    effectiveDate: '2026-05-20',
    externalRef: 'BT-771931',
  },
  {
    admissionNo: 'HS-0405',
    amountMinor: 4000,
    method: 'mobile_money',
    effectiveDate: '2026-05-28',
    externalRef: 'MM-54D11C',
  },
  { admissionNo: 'HS-0405', amountMinor: 2000, method: 'cash', effectiveDate: '2026-07-16' },
  { admissionNo: 'HS-0398', amountMinor: 1200, method: 'cash', effectiveDate: '2026-07-16' },
  {
    admissionNo: 'HS-0412',
    amountMinor: 3000,
    method: 'mobile_money',
    effectiveDate: '2026-07-16',
    externalRef: 'MM-61C02F',
  },
] as const;
