// The projector against everything that goes wrong around it: no event lost, none applied twice.
import type { StoredEvent } from '../../src/eventstore/port.js';
import { AccountQueries } from '../../src/projections/account/account.queries.js';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { BatchWriter } from '../../src/projections/runner/batch-writer.js';
import { Checkpoint } from '../../src/projections/runner/checkpoint.js';
import { enterEpoch, Fenced } from '../../src/projections/runner/checkpoint-row.js';
import { systemClock } from '../../src/kernel/clock.js';
import { Parking } from '../../src/projections/runner/parking.js';
import { idOf, smallBooks, type Books } from './books.js';
import { ProjectionDatabase, until } from './projector.js';

describe('the projector', () => {
  let database: ProjectionDatabase;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });

  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const netOf = async (name: string) => {
    const accounts = new AccountQueries(database.readModels, systemClock);
    return (await accounts.account(idOf(name))).totals.netMinor;
  };

  const writerOn = (schema: string, books: Books) =>
    new BatchWriter({
      pool: database.pool,
      schema,
      models: createReadModelGroup(),
      decoder: database.decoder(books),
      parking: new Parking(),
    });

  it('follows the log: what is written later is applied as well', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);

    books.pay(idOf('Moyo'), '2', 1_000n);

    await database.untilIndex(11);
    expect(await netOf('Moyo')).toBe(2_000n);
  });

  it('leaves events out that its checkpoint covers, so the same event twice is harmless', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);
    await database.stopRunners();
    const before = await database.contents();
    const checkpoint = await enterEpoch(database.pool, 'rm_1');

    const after = await writerOn('rm_1', books).apply(books.log.events, checkpoint, true);

    expect(after.checkpoint.index).toBe(9);
    expect(await database.contents()).toEqual(before);
  });

  it('applies a batch wholly or not at all: a crash between two events leaves the one before', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);
    await database.stopRunners();
    const before = await database.contents();
    const checkpoint = await enterEpoch(database.pool, 'rm_1');
    books.pay(idOf('Moyo'), '2', 1_000n);
    const [recorded] = books.log.events.slice(-2);
    const opened = books.log.events.find(({ type }) => type === 'TermOpened');
    const position = { commit: 10_000n, prepare: 10_000n };
    const broken = { ...opened, position, data: { termId: 'no uuid' } };

    const crash = writerOn('rm_1', books).apply(
      [recorded, broken] as StoredEvent[],
      checkpoint,
      true,
    );

    await expect(crash).rejects.toThrow('invalid input syntax for type uuid');
    expect(await database.contents()).toEqual(before);
    database.startRunner(books.log, books);
    await database.untilIndex(11);
    expect(await netOf('Moyo')).toBe(2_000n);
  });

  it('fences an earlier leader: what it still applies is rolled back', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);
    await database.stopRunners();
    const earlier = await enterEpoch(database.pool, 'rm_1');
    const later = await enterEpoch(database.pool, 'rm_1');
    books.pay(idOf('Moyo'), '2', 1_000n);

    const late = writerOn('rm_1', books).apply(books.log.events, earlier, true);

    await expect(late).rejects.toThrow(Fenced);
    const after = await writerOn('rm_1', books).apply(books.log.events, later, true);
    expect(after.checkpoint.index).toBe(11);
    expect(await netOf('Moyo')).toBe(2_000n);
  });

  it('leads alone: of two runners on one database one applies, and the other takes over', async () => {
    const books = smallBooks();
    const runners = [
      database.startRunner(books.log, books),
      database.startRunner(books.log, books),
    ];
    const leading = () => runners.filter(({ state }) => state.kind === 'leading');
    await database.untilIndex(9);
    await until('one of them leads', () => leading().length === 1);
    const [first] = leading();

    await first?.stop();
    books.pay(idOf('Moyo'), '2', 1_000n);

    await database.untilIndex(11);
    expect(leading().length).toBe(1);
    expect(leading()[0]).not.toBe(first);
    expect(await netOf('Moyo')).toBe(2_000n);
  });

  it('stops at an event type that it does not know, says so, and applies nothing after it', async () => {
    const books = smallBooks();
    books.write('student-x', { type: 'StudentTeleported', data: {} });
    books.pay(idOf('Moyo'), '2', 1_000n);

    const runner = database.startRunner(books.log, books);

    await until('it stops', () => runner.state.kind === 'stopped');
    expect(runner.state).toMatchObject({
      reason: 'This release does not know the event type StudentTeleported.',
    });
    expect(await database.index()).toBeLessThanOrEqual(9);
  });

  it('stops at an event of the calendar that it can’t apply, names it, and applies nothing after it', async () => {
    const books = smallBooks();
    books.write('calendar-main', { type: 'TermOpened', data: { termId: 'no uuid' } });
    books.pay(idOf('Moyo'), '2', 1_000n);

    const runner = database.startRunner(books.log, books);

    await until('it stops', () => runner.state.kind === 'stopped');
    expect(runner.state).toMatchObject({
      reason: expect.stringContaining(
        "Event 10 (TermOpened, calendar-main at revision 3) can't be applied",
      ),
    });
    expect(await database.index()).toBeLessThanOrEqual(9);
  });

  it('shows that it lives while nothing happens, and how old its answers are', async () => {
    const books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);
    const heartbeat = async () => {
      const { rows } = await database.pool.query<{ at: Date }>(
        'select heartbeat_at as at from rm_1.checkpoint',
      );
      return rows[0]?.at.getTime() ?? 0;
    };
    const first = await heartbeat();

    await until('the heart beats', async () => (await heartbeat()) > first);

    const accounts = new AccountQueries(database.readModels, systemClock);
    expect((await accounts.account(idOf('Moyo'))).lagSeconds).toBeLessThan(20);
  });

  it('does the work of the leader while it leads, and ends it before it gives up', async () => {
    const books = smallBooks();
    const seen: string[] = [];
    const work = {
      name: 'sweeper',
      run: async (stop: AbortSignal) => {
        seen.push('begins');
        await new Promise((resolve) => stop.addEventListener('abort', resolve));
        seen.push('ends');
      },
    };
    database.startRunner(books.log, books, { leaderWork: [work] });
    await database.untilIndex(9);
    expect(seen).toEqual(['begins']);

    await database.stopRunners();

    expect(seen).toEqual(['begins', 'ends']);
  });
});

describe('a checkpoint', () => {
  it('starts before the first event and numbers each event after it', () => {
    const { events } = smallBooks().log;

    const after = Checkpoint.START.after(events.slice(0, 3));

    expect(after).toMatchObject({ index: 3, eventId: events[2]?.id, logId: events[0]?.id });
    expect(events.filter((event) => after.isBefore(event))).toHaveLength(6);
  });
});
