// Read your own writes: a reader with a token sees the write, or is told that it does not.
import {
  consistencyTokenOf,
  placeOfToken,
} from '../../src/projections/consistency/consistency-tokens.js';
import { ReadModelProgress } from '../../src/projections/consistency/read-model-progress.js';
import { ConsistencyTokens } from '../../src/projections/consistency/read-your-writes.js';
import { Books, idOf } from './books.js';
import { LogLines, ProjectionDatabase, until } from './projector.js';

describe('a consistency token', () => {
  it('is opaque, and gives its place back', () => {
    const place = { commit: 1_234_567n, prepare: 1_234_500n };

    const token = consistencyTokenOf(place);

    expect(token).toBe('AAAAAAAS1ocAAAAAABLWRA');
    expect(placeOfToken(token)).toEqual(place);
  });

  it('is refused when no write answered it', () => {
    for (const token of ['', 'x', 'AAAAAAAS1ocAAAAAABLWR', '1234', 'AAAAAAAS1ocAAAAAABLWRA==']) {
      expect(() => placeOfToken(token)).toThrow('Consistency-Token');
    }
  });
});

describe('reading your own writes', () => {
  let database: ProjectionDatabase;
  let progress: ReadModelProgress;
  let tokens: ConsistencyTokens;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });

  beforeEach(() => {
    books = new Books().openSchool();
    progress = new ReadModelProgress({ connectionString: database.url, logger: new LogLines() });
    tokens = new ConsistencyTokens(progress);
    progress.start();
  });

  afterEach(async () => {
    await progress.stop();
    await database.reset();
  });
  afterAll(() => database.drop());

  const tokenOfLast = () =>
    tokens.tokenOf(books.log.events.at(-1)?.position ?? { commit: 0n, prepare: 0n });

  it('a token of what is applied, or is about to be, is waited for and seen', async () => {
    database.startRunner(books.log, books);
    await until('notices come', () => progress.index === 4);
    expect(await tokens.waitFor(tokenOfLast())).toEqual({ stale: false });

    books.register('Moyo');
    books.charge(idOf('Moyo'), 'TUITION', 8_000n);

    expect(await tokens.waitFor(tokenOfLast())).toEqual({ stale: false });
    expect(await database.index()).toBe(7);
  });

  it('a write that does not come in time is told as stale, or refused when asked strictly', async () => {
    database.startRunner(books.log, books);
    await until('notices come', () => progress.index === 4);
    const never = tokens.tokenOf({ commit: 10n ** 12n, prepare: 10n ** 12n });

    expect(await progress.waitFor(placeOfToken(never), 50)).toBe(false);
    await expect(tokens.waitFor(never, { strict: true })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'read_model_behind',
    });
  });

  it('nobody waits for a projector that shows no sign of life', async () => {
    database.startRunner(books.log, books);
    await until('notices come', () => progress.index === 4);
    await database.stopRunners();
    const impatient = new ReadModelProgress({
      connectionString: database.url,
      logger: new LogLines(),
      heartbeatMillisecondsMax: 0,
    });

    expect(await impatient.waitFor({ commit: 10n ** 12n, prepare: 0n }, 3_600_000)).toBe(false);
  });

  it('the notices come again after the connection was ended', async () => {
    database.startRunner(books.log, books);
    await until('notices come', () => progress.index === 4);

    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'bursar-progress' and datname = current_database()`,
    );
    books.register('Moyo');

    await until('notices come again', () => progress.index === 5);
    expect(await tokens.waitFor(tokenOfLast())).toEqual({ stale: false });
  });

  it('whoever waits when the application ends is told at once', async () => {
    database.startRunner(books.log, books);
    await until('notices come', () => progress.index === 4);

    const waiting = progress.waitFor({ commit: 10n ** 12n, prepare: 0n }, 3_600_000);
    await progress.stop();

    expect(await waiting).toBe(false);
  });
});
