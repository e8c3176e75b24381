import { SessionError } from '../../src/kernel/app-error.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk, day } from './school-desk.js';
import { refusal, schoolOver } from './school-tools.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const cash = { amountMinor: 8_000, method: 'cash' } as const;

async function openDesk() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const termId = await desk.term();
  const studentId = await desk.student('HS-0412');
  const charge = {
    feeCode: 'TUITION',
    description: 'Tuition',
    amountMinor: 12_000,
    dueOn: day('2026-05-31'),
    termId,
  };
  return { desk, studentId, charge, account: `studentAccount-${studentId}` };
}

describe('recording a payment', () => {
  it('answers with receipt number, allocations and the balance of the whole account', async () => {
    const { desk, studentId, charge } = await openDesk();
    const charged = await desk.charge(studentId, charge);

    const paid = await desk.pay(studentId, { ...cash, payer: 'T. Moyo' });

    expect(paid.answer).toEqual({
      payment: {
        id: paid.answer.payment.id,
        schoolYear: '2026',
        receiptNo: 1,
        receiptStatus: 'issued',
        amountMinor: 8_000,
        method: 'cash',
        effectiveDate: '2026-05-11',
        recordedAt: '2026-05-11T08:14:02.117Z',
        allocations: [
          { chargeId: charged.answer.charge.id, amountMinor: 8_000, rule: 'oldest_due' },
        ],
        creditMinor: 0,
      },
      balance: {
        currency: 'USD',
        outstandingMinor: 4_000,
        creditMinor: 0,
        netMinor: 4_000,
        paymentStatus: 'PARTIAL',
      },
    });
    expect(paid).toMatchObject({ revision: 3, replayed: false });
  });

  it('answers the same bytes to the same key, whatever happened since', async () => {
    const { desk, studentId, charge } = await openDesk();
    const first = await desk.pay(studentId, cash, 'key-1');
    await desk.charge(studentId, charge);
    await desk.pay(studentId, cash, 'key-2');

    const again = await desk.pay(studentId, cash, 'key-1');

    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(again).toMatchObject({ replayed: true, revision: first.revision });
  });

  it('writes one event for 50 parallel requests with one key', async () => {
    const { desk, studentId, account } = await openDesk();

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => desk.pay(studentId, cash, 'key-1')),
    );

    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(await desk.typesOf(account)).toEqual(['AccountOpened', 'PaymentRecorded']);
  });

  it('refuses a key that came with another body', async () => {
    const { desk, studentId } = await openDesk();
    await desk.pay(studentId, cash, 'key-1');
    const other = desk.pay(studentId, { ...cash, amountMinor: 1 }, 'key-1');
    expect(await refusal(other)).toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('judges a refused command again: its key is not remembered', async () => {
    const { desk, studentId } = await openDesk();
    const tomorrow = { ...cash, effectiveDate: day('2026-05-12') };
    expect((await refusal(desk.pay(studentId, tomorrow, 'key-1'))).code).toBe('date_in_future');
    desk.school.clock.moveTo(new Date('2026-05-12T08:00:00.000Z'));
    expect((await desk.pay(studentId, tomorrow, 'key-1')).replayed).toBe(false);
  });

  it('takes the school’s day, not the server’s, for today', async () => {
    const { desk, studentId } = await openDesk();
    desk.school.clock.moveTo(new Date('2026-12-31T22:30:00.000Z'));
    const { answer } = await desk.pay(studentId, cash);
    expect(answer.payment).toMatchObject({ effectiveDate: '2027-01-01', schoolYear: '2027' });
  });

  it('seals payer and note: the log holds neither in clear', async () => {
    const { desk, studentId, account } = await openDesk();
    await desk.pay(studentId, { ...cash, payer: 'Gogo Moyo', note: 'for the trip' });
    const log = JSON.stringify(
      await desk.school.store.readStream(account),
      (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
    );
    expect(log).toContain('"sealed":"v1.');
    expect(log).not.toMatch(/Gogo|trip/);
  });
});

describe('a payment is refused and nothing is written', () => {
  it('for a student whom nobody knows', async () => {
    const { desk } = await openDesk();
    expect(await refusal(desk.pay(UNKNOWN, cash))).toMatchObject({
      kind: 'not_found',
      code: 'student_not_found',
    });
    expect(await desk.typesOf(`studentAccount-${UNKNOWN}`)).toEqual([]);
  });

  it('when the books were closed between the request and its append', async () => {
    const { desk, studentId, account } = await openDesk();
    desk.school.books = { closedThrough: day('2026-05-31') };
    const late = desk.pay(studentId, { ...cash, effectiveDate: day('2026-05-11') });
    expect(await refusal(late)).toMatchObject({
      code: 'period_closed',
      extra: { nextOpenDate: '2026-06-01' },
    });
    expect(await desk.typesOf(account)).toEqual([]);
  });

  it('when the session died', async () => {
    const { desk, studentId, account } = await openDesk();
    Object.defineProperty(desk.school, 'books', {
      get: () => {
        throw new SessionError('revoked');
      },
    });
    const late = desk.pay(studentId, cash);
    expect(await refusal(late)).toMatchObject({ code: 'session_revoked' });
    expect(await desk.typesOf(account)).toEqual([]);
  });
});

describe('a bank reference', () => {
  const transfer = { amountMinor: 8_000, method: 'bank_transfer', externalRef: 'BT 7704' } as const;

  it('pays once, however it is written, and names the first payment', async () => {
    const { desk, studentId } = await openDesk();
    const other = await desk.student('HS-0413');
    const first = await desk.pay(studentId, transfer);

    const second = desk.pay(other, { ...transfer, externalRef: ' bt7704 ' });

    expect(await refusal(second)).toMatchObject({
      kind: 'conflict',
      code: 'duplicate_reference',
      extra: {
        firstPaymentId: first.answer.payment.id,
        studentId,
        effectiveDate: '2026-05-11',
      },
    });
    expect(await desk.typesOf(`studentAccount-${other}`)).toEqual([]);
  });

  it('is another one by another method or provider', async () => {
    const { desk, studentId } = await openDesk();
    await desk.pay(studentId, transfer);
    await desk.pay(studentId, { ...transfer, method: 'mobile_money' });
    const { answer } = await desk.pay(studentId, { ...transfer, provider: 'stanbic' });
    expect(answer.balance.creditMinor).toBe(24_000);
  });

  it('is taken over from a payment that never came, in its own account too', async () => {
    const { desk, studentId, account } = await openDesk();
    const { store, clock } = desk.school;
    const append = store.append.bind(store);
    store.append = (stream, ...rest) => {
      if (stream === account) throw new Error('the power is out');
      return append(stream, ...rest);
    };
    await expect(desk.pay(studentId, transfer, 'key-1')).rejects.toThrow('the power is out');
    store.append = append;
    clock.moveTo(new Date(clock.now().getTime() + 60_000));

    await desk.pay(studentId, transfer, 'key-2');

    expect(await desk.typesOf(account)).toEqual([
      'AccountOpened',
      'PaymentAbandoned',
      'PaymentRecorded',
    ]);
    const late = await refusal(desk.pay(studentId, transfer, 'key-1'));
    expect(late.code).toBe('duplicate_reference');
  });

  it('may be used for what a doomed command would have claimed', async () => {
    const { desk, studentId } = await openDesk();
    const doomed = { ...transfer, effectiveDate: day('2027-01-01') };
    expect((await refusal(desk.pay(studentId, doomed))).code).toBe('date_in_future');
    expect((await desk.pay(studentId, transfer)).replayed).toBe(false);
  });
});

describe('receipts', () => {
  it('are numbered 1 to 200 for 200 payments at once', async () => {
    const { desk, studentId } = await openDesk();
    const other = await desk.student('HS-0413');

    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => desk.pay(n % 2 === 0 ? studentId : other, cash)),
    );

    const numbers = answers.map(({ answer }) => answer.payment.receiptNo ?? 0);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    expect(new Set(await desk.typesOf('receiptBook-2026'))).toEqual(new Set(['ReceiptIssued']));
  });

  it('are pending while the book can’t be written, and the same key has the number later', async () => {
    const { desk, studentId } = await openDesk();
    const { store } = desk.school;
    const append = store.append.bind(store);
    store.append = (stream, ...rest) =>
      stream.startsWith('receiptBook')
        ? Promise.resolve({ kind: 'refused', cause: new Error('disk full') })
        : append(stream, ...rest);
    const pending = await desk.pay(studentId, cash, 'key-1');
    store.append = append;

    const issued = await desk.pay(studentId, cash, 'key-1');

    expect(pending.answer.payment).not.toHaveProperty('receiptNo');
    expect(pending.answer.payment.receiptStatus).toBe('pending');
    expect(issued.answer).toEqual({
      ...pending.answer,
      payment: { ...pending.answer.payment, receiptNo: 1, receiptStatus: 'issued' },
    });
  });
});
