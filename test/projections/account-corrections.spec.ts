// What readers get of an account that was put right, in literal figures: nothing that was recorded is
// gone, everything that was undone says when and why.
import { ManualClock } from '../../src/kernel/clock.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { Books, idOf, TERM_ID } from './books.js';
import { Bursar } from './corrections.js';
import { ProjectionDatabase } from './projector.js';

const NOON = new Date('2026-08-07T12:00:00Z');
const RECORDED_AT = new Date('2026-07-16T08:14:02.117Z');
const PRINCIPAL = 'user:0198a3c2-6d1e-7c40-9a57-2f6f1d0b7e11';

describe('an account that was put right', () => {
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

  it('a cancelled charge asks for nothing; what it was paid with is credit', async () => {
    bursar.pay('P1', 9_000n, '06-02').cancel('LEVY', '06-15');

    const { charges, payments, terms, totals, paymentStatus } = await account();

    expect(charges[1]).toMatchObject({
      feeCode: 'LEVY',
      amountMinor: 2_500n,
      cancelledMinor: 2_500n,
      paidMinor: 0n,
      outstandingMinor: 0n,
      cancelled: true,
      cancellation: {
        effectiveDate: '2026-06-15',
        recordedAt: RECORDED_AT,
        principal: PRINCIPAL,
        reasonCode: 'wrong_charge',
        reason: 'Not in the choir',
      },
      allocations: [],
    });
    expect(payments).toMatchObject([
      { creditMinor: 1_000n, allocations: [{ feeCode: 'TUITION', amountMinor: 8_000n }] },
    ]);
    expect(terms).toMatchObject([
      { termId: TERM_ID, chargedMinor: 10_500n, cancelledMinor: 2_500n, paidMinor: 8_000n },
    ]);
    expect(totals).toMatchObject({ outstandingMinor: 0n, creditMinor: 1_000n, netMinor: -1_000n });
    expect(paymentStatus).toBe('CREDIT');
  });

  it('an account whose only charge is cancelled is not charged', async () => {
    const dube = new Bursar(books, books.register('Dube'));
    dube.charge('TRIP', 3_000n, '06-01').cancel('TRIP', '06-02');
    await account();

    const { paymentStatus, charges } = await accounts.account(idOf('Dube'));

    expect(paymentStatus).toBe('NOT_CHARGED');
    expect(charges).toMatchObject([{ feeCode: 'TRIP', cancelled: true }]);
  });

  it('an adjustment is a line of its own on its charge, with its reason', async () => {
    bursar.waive('W1', 'LEVY', 700n, '06-10');

    const { charges, adjustments, totals } = await account();

    const line = {
      id: bursar.id('W1'),
      chargeId: bursar.id('LEVY'),
      feeCode: 'LEVY',
      kind: 'waiver',
      amountMinor: 700n,
      effectiveDate: '2026-06-10',
      recordedAt: RECORDED_AT,
      principal: PRINCIPAL,
      reasonCode: 'hardship',
      reason: 'Father lost his job',
      position: 9,
    };
    expect(adjustments).toEqual([line]);
    expect(charges[1]).toMatchObject({ adjustedMinor: 700n, outstandingMinor: 1_800n });
    expect(charges.map((charge) => charge.adjustments)).toEqual([[], [line]]);
    expect(totals).toMatchObject({ adjustedMinor: 700n, netMinor: 9_800n });
  });

  it('a reversed adjustment stays in sight and lowers nothing', async () => {
    bursar.waive('W1', 'LEVY', 700n, '06-10').reverseWaiver('W1', '06-20');

    const { charges, adjustments, totals } = await account();

    expect(adjustments).toMatchObject([
      {
        amountMinor: 700n,
        reversal: {
          effectiveDate: '2026-06-20',
          reasonCode: 'agreement',
          reason: 'Paid by the fund',
        },
      },
    ]);
    expect(charges[1]).toMatchObject({ adjustedMinor: 0n, outstandingMinor: 2_500n });
    expect(totals).toMatchObject({ adjustedMinor: 0n, netMinor: 10_500n });
  });

  it('a waiver of what was paid already makes credit of it', async () => {
    bursar.pay('P1', 10_500n, '06-02').waive('W1', 'LEVY', 700n, '06-10');

    const { charges, payments, totals } = await account();

    expect(charges[1]).toMatchObject({ adjustedMinor: 700n, paidMinor: 1_800n });
    expect(payments[0]?.allocations).toMatchObject([
      { feeCode: 'TUITION', amountMinor: 8_000n },
      { feeCode: 'LEVY', amountMinor: 1_800n },
    ]);
    expect(totals).toMatchObject({ creditMinor: 700n, netMinor: -700n });
  });

  it('keeps the words of a reason only while the student is known', async () => {
    books.erase(idOf('Moyo'));
    bursar.waive('W1', 'LEVY', 700n, '06-10');

    const { adjustments } = await account();

    expect(adjustments).toMatchObject([{ reasonCode: 'hardship', amountMinor: 700n }]);
    expect(adjustments[0]).not.toHaveProperty('reason');
  });
});
