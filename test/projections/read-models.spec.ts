// What readers get of a small school, in literal figures.
import { ManualClock } from '../../src/kernel/clock.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { TermQueries } from '../../src/projections/calendar/term.queries.js';
import { DashboardQueries } from '../../src/projections/dashboard/dashboard.queries.js';
import { ReceiptQueries } from '../../src/projections/receipts/receipt.queries.js';
import { SchoolQueries } from '../../src/projections/school/school.queries.js';
import { Books, idOf, TERM_ID } from './books.js';
import { ProjectionDatabase } from './projector.js';

const NOON = new Date('2026-07-16T12:00:00Z');

describe('the read models of a small school', () => {
  let database: ProjectionDatabase;
  let accounts: AccountQueries;
  const books = new Books();

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    accounts = new AccountQueries(database.readModels, new ManualClock(NOON));
    books.openSchool();
    const moyo = books.register('Moyo', { givenName: 'Anert', no: 'HS-0412' });
    const dube = books.register('Dube', { class: 'Form 3B', no: 'HS-0421' });
    books.register('Ncube', { no: 'HS-0398' });
    books.charge(moyo, 'TUITION', 8_000n);
    books.charge(moyo, 'LEVY', 2_500n, '2026-06-16');
    books.charge(dube, 'TUITION', 12_000n);
    books.issueReceipt(moyo, books.pay(moyo, '1', 5_000n), 5_000n);
    books.pay(dube, '1', 15_000n);
    database.startRunner(books.log, books);
    await database.untilIndex(17);
  });

  afterAll(() => database.drop());

  it('show a student what is charged, paid and left of each charge', async () => {
    const account = await accounts.account(idOf('Moyo'));

    expect(account.position).toBe(17);
    expect(account.student).toMatchObject({ givenName: 'Anert', admissionNo: 'HS-0412' });
    expect(account.paymentStatus).toBe('PARTIAL');
    expect(account.charges).toMatchObject([
      { feeCode: 'TUITION', amountMinor: 8_000n, paidMinor: 5_000n, outstandingMinor: 3_000n },
      { feeCode: 'LEVY', amountMinor: 2_500n, paidMinor: 0n, outstandingMinor: 2_500n },
    ]);
    expect(account.payments).toMatchObject([
      {
        amountMinor: 5_000n,
        creditMinor: 0n,
        receiptNo: 1,
        receiptStatus: 'issued',
        payer: 'Mrs Moyo',
        allocations: [{ feeCode: 'TUITION', amountMinor: 5_000n, rule: 'oldest_due' }],
      },
    ]);
    expect(account.totals).toMatchObject({ chargedMinor: 10_500n, netMinor: 5_500n });
    expect(account.terms).toMatchObject([{ termId: TERM_ID, outstandingMinor: 5_500n }]);
  });

  it('show what was paid beyond all charges as credit: 30.00 of 150.00', async () => {
    const { paymentStatus, totals, payments } = await accounts.account(idOf('Dube'));

    expect(paymentStatus).toBe('CREDIT');
    expect(totals).toMatchObject({ outstandingMinor: 0n, creditMinor: 3_000n, netMinor: -3_000n });
    expect(payments[0]).toMatchObject({ receiptStatus: 'pending', creditMinor: 3_000n });
  });

  it('give a registered student without facts zeros, and an unknown one 404', async () => {
    const balance = await accounts.balance(idOf('Ncube'));

    expect(balance).toMatchObject({ currency: 'USD', asOf: '2026-07-16', terms: [] });
    expect(balance.totals).toMatchObject({ chargedMinor: 0n, netMinor: 0n });
    await expect(accounts.account(idOf('nobody'))).rejects.toMatchObject({
      kind: 'not_found',
      code: 'student_not_found',
    });
  });

  it('show a receipt as it was pinned, and refuse a number that was never given', async () => {
    const receipts = new ReceiptQueries(database.readModels);

    const { receipt } = await receipts.find('2026', 1);

    expect(receipt).toMatchObject({
      number: 1,
      amountMinor: 5_000n,
      content: { student: 'Anert Moyo', lines: [{ feeCode: 'TUITION', amountMinor: 5_000n }] },
    });
    await expect(receipts.find('2026', 2)).rejects.toMatchObject({ code: 'receipt_not_found' });
  });

  it('name the term that was opened last as the current one', async () => {
    const { term } = await new TermQueries(database.readModels).current();

    expect(term).toEqual({
      id: TERM_ID,
      schoolYear: '2026',
      name: 'Second Term (2026)',
      startsOn: '2026-05-05',
      endsOn: '2026-08-07',
      status: 'open',
      current: true,
    });
  });

  it('add the school up: expected = collected + outstanding, by class as in total', async () => {
    const figures = await new DashboardQueries(database.readModels).figures(undefined, NOON);

    expect(figures).toMatchObject({
      expectedMinor: 22_500n,
      collectedMinor: 17_000n,
      outstandingMinor: 5_500n,
      creditMinor: 3_000n,
      byClass: [
        { class: 'Form 2A', students: 1, expectedMinor: 10_500n, collectedMinor: 5_000n },
        { class: 'Form 3B', students: 1, expectedMinor: 12_000n, collectedMinor: 12_000n },
      ],
      byStatus: [
        { status: 'CREDIT', students: 1 },
        { status: 'NOT_CHARGED', students: 1 },
        { status: 'PARTIAL', students: 1 },
      ],
      today: { date: '2026-07-16', byMethod: [{ method: 'cash', amountMinor: 20_000n }] },
      topArrears: [{ familyName: 'Moyo', outstandingMinor: 5_500n }],
    });
  });

  it('count the payments of a day by the zone of the school, not of the server', async () => {
    const dashboard = new DashboardQueries(database.readModels);

    const evening = await dashboard.figures(undefined, new Date('2026-07-16T21:59:00Z'));
    const midnight = await dashboard.figures(undefined, new Date('2026-07-16T22:01:00Z'));

    expect(evening.today).toMatchObject({ date: '2026-07-16', byCashier: [{ payments: 2 }] });
    expect(midnight.today).toEqual({ date: '2026-07-17', byMethod: [], byCashier: [] });
  });

  it('hold the settings of the school', async () => {
    const { school } = await new SchoolQueries(database.readModels).settings();

    expect(school).toMatchObject({ name: 'Hillside School', fourEyesLimitMinor: 10_000n });
  });
});
