// What the school adds up to after cancellations, adjustments, reversals and refunds: in literal
// figures, on the dashboard and in the summary of the term alike.
import { TermQueries } from '../../src/projections/calendar/term.queries.js';
import { DashboardQueries } from '../../src/projections/dashboard/dashboard.queries.js';
import { Books, idOf, TERM_ID } from './books.js';
import { Bursar } from './corrections.js';
import { ProjectionDatabase } from './projector.js';

const NOON = new Date('2026-07-16T12:00:00Z');
const BEFORE = { recordedAt: '2026-07-15T08:00:00.000Z' };

describe('the figures of a term', () => {
  let database: ProjectionDatabase;
  let dashboard: DashboardQueries;
  let books: Books;

  const bursarOf = (name: string, of?: string) =>
    new Bursar(books, books.register(name, of === undefined ? {} : { class: of }));

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    dashboard = new DashboardQueries(database.readModels);
  });
  beforeEach(() => {
    books = new Books().openSchool();
    database.startRunner(books.log, books);
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const figures = async () => {
    await database.untilIndex(books.log.events.length);
    return dashboard.figures(undefined, NOON);
  };

  /** 105.00 each: Moyo's levy is waived by 5.00, Dube's cancelled, Ncube's payment bounced. */
  function schoolOfThree(): void {
    const charged = (bursar: Bursar) =>
      bursar.charge('TUITION', 8_000n, '05-05').charge('LEVY', 2_500n, '05-05', '06-16');
    charged(bursarOf('Moyo')).pay('P1', 9_000n, '06-02').waive('W1', 'LEVY', 500n, '06-10');
    charged(bursarOf('Dube', 'Form 3B')).pay('P1', 9_000n, '06-02').cancel('LEVY', '06-15');
    charged(bursarOf('Ncube', 'Form 3B')).pay('P1', 4_000n, '06-02').reverse('P1', '06-20');
  }

  it('expected is charged less cancelled and adjusted; collected is what pays charges now', async () => {
    schoolOfThree();

    expect(await figures()).toMatchObject({
      chargedMinor: 31_500n,
      cancelledMinor: 2_500n,
      adjustedMinor: 500n,
      expectedMinor: 28_500n,
      collectedMinor: 17_000n,
      outstandingMinor: 11_500n,
      creditMinor: 1_000n,
    });
  });

  it('the classes add up to the term, and the statuses count what counts', async () => {
    schoolOfThree();

    const { byClass, byStatus, topArrears } = await figures();

    expect(
      byClass.map((row) => [row.class, row.students, row.expectedMinor, row.collectedMinor]),
    ).toEqual([
      ['Form 2A', 1, 10_000n, 9_000n],
      ['Form 3B', 2, 18_500n, 8_000n],
    ]);
    expect(byStatus).toEqual([
      { status: 'CREDIT', students: 1 },
      { status: 'PARTIAL', students: 1 },
      { status: 'UNPAID', students: 1 },
    ]);
    expect(topArrears.map((row) => [row.familyName, row.outstandingMinor])).toEqual([
      ['Ncube', 10_500n],
      ['Moyo', 1_000n],
    ]);
  });

  it('are the same in the summary of the term, with the position of both', async () => {
    schoolOfThree();
    const { position, byClass, expectedMinor, collectedMinor } = await figures();

    const summary = await new TermQueries(database.readModels).summary(TERM_ID, NOON);

    expect(summary).toMatchObject({
      position,
      term: { id: TERM_ID, name: 'Second Term (2026)' },
      totals: {
        chargedMinor: 31_500n,
        cancelledMinor: 2_500n,
        adjustedMinor: 500n,
        expectedMinor,
        collectedMinor,
        outstandingMinor: 11_500n,
      },
      byClass,
    });
  });

  it('a term without charges adds up to nothing; an unknown one is not there', async () => {
    const terms = new TermQueries(database.readModels);
    await figures();

    const { totals, byClass } = await terms.summary(TERM_ID, NOON);

    expect({ expected: totals.expectedMinor, byClass }).toEqual({ expected: 0n, byClass: [] });
    await expect(terms.summary(idOf('no term'), NOON)).rejects.toMatchObject({
      code: 'term_not_found',
    });
  });

  it('money of today is what came in less what was reversed and given back today', async () => {
    const moyo = bursarOf('Moyo').pay('P1', 9_000n, '06-02').pay('P2', 4_000n, '06-03');
    moyo.refund('R1', 'P1', 1_000n, '06-10').refund('R2', 'P1', 500n, '06-10');
    moyo.reverseRefund('R2', '06-11').reverse('P2', '06-20');

    const { today } = await figures();

    const money = {
      amountMinor: 8_000n,
      receivedMinor: 13_000n,
      reversedMinor: 4_000n,
      refundedMinor: 1_000n,
      payments: 2,
    };
    expect(today.byMethod).toEqual([{ method: 'cash', ...money }]);
    expect(today.byCashier.map(({ principal: _who, ...row }) => row)).toEqual([money]);
  });

  it('a payment of yesterday that is reversed today lowers today, not yesterday', async () => {
    const studentId = books.register('Moyo');
    const stream = `studentAccount-${studentId}`;
    const money = { paymentId: idOf('P'), amountMinor: '3000', currency: 'USD' };
    const recorded = { ...money, method: 'cheque', effectiveDate: '2026-07-15', holdCredit: true };
    books.write(stream, { type: 'PaymentRecorded', data: recorded }, BEFORE);
    const dates = { effectiveDate: '2026-07-16', reversesDate: '2026-07-15' };
    const reversed = { ...money, ...dates, reasonCode: 'payment_failed' };
    books.write(stream, { type: 'PaymentReversed', data: reversed });

    const { today } = await figures();
    const yesterday = await dashboard.figures(undefined, new Date('2026-07-15T12:00:00Z'));

    expect(today.byMethod).toMatchObject([{ method: 'cheque', amountMinor: -3_000n, payments: 0 }]);
    expect(yesterday.today.byMethod).toMatchObject([{ amountMinor: 3_000n, payments: 1 }]);
  });
});
