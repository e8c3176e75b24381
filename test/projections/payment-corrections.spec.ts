// What readers get of payments that were reversed, refunded, held or moved, in literal figures.
import { ManualClock } from '../../src/kernel/clock.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { Books, idOf, TERM_ID } from './books.js';
import { Bursar } from './corrections.js';
import { ProjectionDatabase } from './projector.js';

const NOON = new Date('2026-08-07T12:00:00Z');
const RECORDED_AT = new Date('2026-07-16T08:14:02.117Z');
const PRINCIPAL = 'user:0198a3c2-6d1e-7c40-9a57-2f6f1d0b7e11';

describe('a payment that was put right', () => {
  let database: ProjectionDatabase;
  let accounts: AccountQueries;
  let books: Books;
  let bursar: Bursar;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    accounts = new AccountQueries(database.readModels, new ManualClock(NOON));
  });
  beforeEach(() => {
    books = new Books().openSchool();
    bursar = new Bursar(books, books.register('Moyo'));
    bursar.charge('TUITION', 8_000n, '05-05', '05-12').charge('LEVY', 2_500n, '05-05', '06-16');
    database.startRunner(books.log, books);
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const account = async () => {
    await database.untilIndex(books.log.events.length);
    return accounts.account(idOf('Moyo'));
  };

  it('a reversed payment pays nothing; its charges are open again', async () => {
    bursar.pay('P1', 9_000n, '06-02').reverse('P1', '06-20');

    const { payments, charges, totals, paymentStatus } = await account();

    expect(payments).toMatchObject([
      {
        amountMinor: 9_000n,
        reversedMinor: 9_000n,
        creditMinor: 0n,
        reversedOn: '2026-06-20',
        reversal: {
          effectiveDate: '2026-06-20',
          recordedAt: RECORDED_AT,
          principal: PRINCIPAL,
          reasonCode: 'payment_failed',
          reason: 'Cheque bounced',
          amountMinor: 9_000n,
        },
        allocations: [],
      },
    ]);
    expect(charges.map((charge) => charge.outstandingMinor)).toEqual([8_000n, 2_500n]);
    expect(totals).toMatchObject({ paidMinor: 9_000n, reversedMinor: 9_000n, netMinor: 10_500n });
    expect(paymentStatus).toBe('UNPAID');
  });

  it('what was refunded of a payment that is then reversed is charged, in no term', async () => {
    bursar.pay('P1', 12_000n, '06-02').refund('R1', 'P1', 1_000n, '06-10').reverse('P1', '06-20');

    const { payments, charges, terms, totals } = await account();

    expect(payments).toMatchObject([
      {
        reversedMinor: 11_000n,
        refundedMinor: 1_000n,
        creditMinor: 0n,
        refunds: [
          {
            id: bursar.id('R1'),
            amountMinor: 1_000n,
            method: 'cash',
            effectiveDate: '2026-06-10',
            reasonCode: 'overpaid',
            reason: 'Asked for it',
          },
        ],
      },
    ]);
    expect(charges.map(({ kind, outstandingMinor }) => [kind, outstandingMinor])).toEqual([
      ['ad_hoc', 8_000n],
      ['ad_hoc', 2_500n],
      ['refund_recovery', 1_000n],
    ]);
    expect(terms.map(({ termId, outstandingMinor }) => [termId, outstandingMinor])).toEqual([
      [undefined, 1_000n],
      [TERM_ID, 10_500n],
    ]);
    expect(totals).toMatchObject({ refundedMinor: 1_000n, outstandingMinor: 11_500n });
    expect(totals.netMinor).toBe(11_500n);
  });

  it('a reversed refund is credit again', async () => {
    bursar.pay('P1', 12_000n, '06-02').refund('R1', 'P1', 1_000n, '06-10');
    bursar.reverseRefund('R1', '06-12');

    const { payments, totals } = await account();

    expect(payments[0]).toMatchObject({ refundedMinor: 0n, creditMinor: 1_500n });
    expect(payments[0]?.refunds).toMatchObject([
      { amountMinor: 1_000n, reversal: { effectiveDate: '2026-06-12', reason: 'Never collected' } },
    ]);
    expect(totals).toMatchObject({ refundedMinor: 0n, creditMinor: 1_500n });
  });

  it('held credit waits beside the debt until the hold is lifted', async () => {
    bursar.pay('P1', 3_000n, '06-02', true);
    expect((await account()).payments).toMatchObject([{ holdCredit: true, creditMinor: 3_000n }]);

    bursar.at('07-01').hold('P1', false);

    const { payments } = await account();
    expect(payments).toMatchObject([{ holdCredit: false, creditMinor: 0n }]);
    expect(payments[0]?.allocations).toMatchObject([
      { amountMinor: 3_000n, effectiveDate: '2026-07-01', rule: 'credit_on_release' },
    ]);
  });

  it('both halves of a move name each other', async () => {
    const [from, to] = [idOf('Moyo'), books.register('Dube')];
    const movedTo = { studentId: to, paymentId: idOf('moved') };
    bursar.pay('P1', 3_000n, '06-02').moveAway('P1', movedTo, '06-20');
    const movedFrom = { studentId: from, paymentId: bursar.id('P1') };
    new Bursar(books, to).charge('TUITION', 8_000n, '05-05');
    books.write(`studentAccount-${to}`, recordedWith(idOf('moved'), movedFrom));

    const { payments, totals } = await account();
    const right = await accounts.payment(to, idOf('moved'));

    expect(payments[0]?.reversal).toMatchObject({ reasonCode: 'wrong_child', movedTo });
    expect(totals).toMatchObject({ reversedMinor: 3_000n, creditMinor: 0n, netMinor: 10_500n });
    expect(right).toMatchObject({ amountMinor: 3_000n, movedFrom });
  });
});

function recordedWith(paymentId: string, movedFrom: { studentId: string; paymentId: string }) {
  const money = { amountMinor: '3000', currency: 'USD', method: 'cash', holdCredit: false };
  return {
    type: 'PaymentRecorded',
    data: { paymentId, ...money, effectiveDate: '2026-06-20', movedFrom },
  };
}
