// Frozen: computed with Python's uuid.uuid5. A log is for ever, so none of these may ever change.
import {
  NAMESPACE,
  adjustmentIdOf,
  chargeByHandIdOf,
  commandIdOf,
  createdIdOf,
  derivedId,
  eventIdOf,
  isUuid,
  paymentIdOf,
  randomId,
  receiptIdOf,
  refundIdOf,
  refundRecoveryChargeIdOf,
  termFeeChargeIdOf,
} from '../../src/kernel/ids.js';
import { referenceStreamOf } from '../../src/modules/billing/domain/payment-reference.events.js';
import { admissionNumberStreamOf } from '../../src/modules/students/domain/admission-number.events.js';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const COMMAND = 'd62ebfb5-ce21-5d2a-a479-b883123ef59c';
const STUDENT = '3d52ae10-0000-4000-8000-000000000001';
const TERM = '7e120000-0000-4000-8000-000000000002';

describe('uuid v5', () => {
  it('is that of RFC 9562, appendix A.4', () => {
    expect(derivedId(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('is that of the well-known vector python.org', () => {
    expect(derivedId(DNS, 'python.org')).toBe('886313e1-3b8a-5372-9b90-0c9aee199e5d');
  });

  it('takes an absent part as the empty string', () => {
    expect(derivedId(NAMESPACE, 'cash', undefined, '9a41')).toBe(
      '754dd009-5779-5c3e-9beb-022359eec898',
    );
  });
});

describe('derived ids', () => {
  it('of commands: principal and key, or process stream and item', () => {
    expect(commandIdOf('user:0192f3a0-0000-7000-8000-000000000001', 'key-1')).toBe(COMMAND);
    expect(commandIdOf('chargeRun-11aa0000-0000-4000-8000-0000000000aa', STUDENT)).toBe(
      'd9415b06-332c-5945-86b2-6f6684a77666',
    );
  });

  it('of events: command, stream, attempt and index', () => {
    const stream = `studentAccount-${STUDENT}`;
    expect(eventIdOf({ commandId: COMMAND, stream, attempt: 0, index: 1 })).toBe(
      'e46e5822-ad22-55aa-82ec-dedb55078f86',
    );
    expect(eventIdOf({ commandId: COMMAND, stream, attempt: 1, index: 0 })).toBe(
      '4b9b066c-f31f-5f64-8d6f-5a13cd3d68d1',
    );
  });

  it('of what undoes: adjustment and refund name the account, a recovery its payment', () => {
    const by = { commandId: COMMAND, studentId: STUDENT };
    expect(adjustmentIdOf(by)).toBe('78493d89-0901-541d-8955-871617b97d94');
    expect(refundIdOf(by)).toBe('344c1fe3-15a0-59f2-8cdb-e11231c56ca1');
    expect(refundRecoveryChargeIdOf(paymentIdOf({ ...by, attempt: 0 }))).toBe(
      '94a904a3-eeb0-5223-abe4-31c8ea043938',
    );
  });

  it('of payments: another one for each account and attempt', () => {
    const payment = { commandId: COMMAND, studentId: STUDENT };
    expect(paymentIdOf({ ...payment, attempt: 0 })).toBe('8ed92204-7498-5677-ac42-a84c0fe31f2e');
    expect(paymentIdOf({ ...payment, attempt: 1 })).toBe('be16bf1d-973c-5a58-9fc6-9e05d4aec218');
  });

  it('of charges by hand: another one for each account', () => {
    expect(chargeByHandIdOf({ commandId: COMMAND, studentId: STUDENT })).toBe(
      '938013b2-889d-5449-bf88-b0f6f7b811f0',
    );
  });

  it('of what else a command creates', () => {
    expect(createdIdOf(COMMAND, 'student')).toBe('f8bae870-559e-5a89-8a90-020b870443cb');
    expect(createdIdOf(COMMAND, 'term')).toBe('1be45be8-8c8e-586b-bfd3-3fec1c280216');
    expect(createdIdOf(COMMAND, 'chargeRun')).toBe('c418e768-9d61-56c6-a40f-5caeb99e99ed');
  });

  it('of a receipt: its payment', () => {
    expect(receiptIdOf('43960e38-96da-5e17-8dce-33eb64d29da7')).toBe(
      '801c98d2-bd4b-5655-8668-d5a9f71a70de',
    );
  });

  it('of a term fee: the same fee of the same term and student, until it is cancelled', () => {
    const fee = { studentId: STUDENT, termId: TERM, feeCode: 'TUITION' };
    expect(termFeeChargeIdOf({ ...fee, instalment: 1, cancelledBefore: 0 })).toBe(
      'a1dad7df-9ba0-5cb5-88d7-ccd5b6cb0d04',
    );
    expect(termFeeChargeIdOf({ ...fee, instalment: 2, cancelledBefore: 1 })).toBe(
      'd62e93dc-b579-5fd5-873e-9b5dd89adf06',
    );
  });

  it('of claims: the value that is claimed', () => {
    const reference = { method: 'mobile_money', provider: 'ecocash', digest: '9a41' };
    expect(referenceStreamOf(reference)).toBe(
      'paymentReference-ccc17661-d173-597b-b1d2-12c991f19c18',
    );
    expect(admissionNumberStreamOf('9a41')).toBe(
      'admissionNumber-7205c4b1-3573-5bb7-9336-d0e02f6387ab',
    );
  });
});

describe('random ids', () => {
  it('are uuid v7: they begin with the millisecond they were made in', () => {
    const id = randomId(new Date('2026-05-11T08:14:02.117Z'));
    expect(isUuid(id)).toBe(true);
    expect(id.slice(0, 15)).toBe('019e1619-ad85-7');
    expect(randomId(new Date('2026-05-11T08:14:02.117Z'))).not.toBe(id);
  });
});
