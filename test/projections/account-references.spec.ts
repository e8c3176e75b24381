// A fact may name by id what an earlier batch, or an earlier projector, wrote: the charge of an
// allocation line, the payment of a refund, the term of a charge.
import { ManualClock } from '../../src/kernel/clock.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { Books, idOf } from './books.js';
import { Bursar } from './corrections.js';
import { ProjectionDatabase } from './projector.js';
import { randomAccount } from './random-account.js';
import { randomFrom } from './random.js';

const TWO_BY_TWO = { eventsMax: 2, waitMilliseconds: 0, idleMilliseconds: 100 };

describe('what a fact names by id alone', () => {
  let database: ProjectionDatabase;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  it('is found by a projector that never saw it', async () => {
    const books = new Books().openSchool();
    const bursar = new Bursar(books, books.register('Moyo'));
    bursar.charge('TUITION', 8_000n, '05-05').pay('P1', 9_000n, '06-02');
    bursar.refund('R1', 'P1', 600n, '06-03');
    await applied(books);
    await database.stopRunners();

    bursar.waive('W1', 'TUITION', 500n, '06-04').reverseRefund('R1', '06-05');
    bursar.cancel('TUITION', '06-06');
    await applied(books);

    const noon = new ManualClock(new Date('2026-07-16T12:00:00Z'));
    const accounts = new AccountQueries(database.readModels, noon);
    const { charges, payments, terms, totals } = await accounts.account(idOf('Moyo'));
    expect(charges).toMatchObject([
      { cancelledMinor: 7_500n, adjustedMinor: 500n, paidMinor: 0n, outstandingMinor: 0n },
    ]);
    expect(terms).toMatchObject([{ cancelledMinor: 7_500n, adjustedMinor: 500n, paidMinor: 0n }]);
    expect(payments).toMatchObject([{ refundedMinor: 0n, creditMinor: 9_000n, allocations: [] }]);
    expect(totals).toMatchObject({ creditMinor: 9_000n, netMinor: -9_000n });
  });

  it('gives the same rows two events at a time, with restarts, as in one rebuild', async () => {
    const books = new Books().openSchool();
    for (let seed = 1; seed <= 4; seed += 1) {
      const random = randomFrom(seed);
      randomAccount(books, books.register(`Student ${seed}`), { random, steps: 50 });
    }
    const runner = database.startRunner(books.log, books, { limits: TWO_BY_TWO });
    await new Promise((resolve) => setTimeout(resolve, 400));
    await runner.stop();
    database.startRunner(books.log, books, { limits: TWO_BY_TWO });
    await database.untilIndex(books.log.events.length);
    await database.stopRunners();

    const followed = await database.contents();
    await database.rebuilt(books);
    const rebuilt = await database.contents();

    expect(rebuilt).toEqual(followed);
    expect(rebuilt['allocation_release']?.length).toBeGreaterThan(0);
    expect(rebuilt['refund']?.length).toBeGreaterThan(0);
  });

  async function applied(books: Books): Promise<void> {
    database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
  }
});
