// Read models belong to one log. On a log that has another event, or none, where they ended, the projector
// refuses to go on and names the command that rebuilds them.
import { Checkpoint } from '../../src/projections/runner/checkpoint.js';
import { readCheckpoint } from '../../src/projections/runner/checkpoint-row.js';
import { Books, idOf, smallBooks } from './books.js';
import { ProjectionDatabase, until } from './projector.js';

describe('the projector, begun again', () => {
  let database: ProjectionDatabase;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });
  beforeEach(async () => {
    books = smallBooks();
    database.startRunner(books.log, books);
    await database.untilIndex(9);
    await database.stopRunners();
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const refusal = async (log: Books) => {
    const runner = database.startRunner(log.log, log);
    await until('it stops', () => runner.state.kind === 'stopped');
    const { state } = runner;
    expect(await database.index()).toBe(9);
    return state.kind === 'stopped' ? state.reason : '';
  };
  const restored = (log: Books, throughIndex: string) =>
    log.write('operations-main', {
      type: 'LogRestored',
      data: { newLogId: idOf('restored log'), throughIndex, reasonCode: 'backup_restored' },
    });

  it('on a foreign log refuses it, whatever stands at its place', async () => {
    const foreign = new Books();
    foreign.write('student-x', { type: 'StudentRegistered', data: {} });

    expect(await refusal(foreign)).toBe(
      'The event log is not the one that the lists were made from: event 9 is missing and was ' +
        `${books.log.events[8]?.id}. Rebuild them with: npm run cli -- rebuild`,
    );
  });

  it('on its log, cut shorter than it was, refuses it', async () => {
    books.log.events.splice(7);

    expect(await refusal(books)).toMatch(
      /^The event log was cut or restored: event 9 is missing .* npm run cli -- rebuild$/,
    );
  });

  it('on its log, cut and grown again past its place, refuses it', async () => {
    const place = books.log.events[8]?.position;
    const [other] = books.log.events.splice(8);
    books.log.add({ ...other, id: idOf('another event') } as NonNullable<typeof other>);
    expect(books.log.events[8]?.position).toEqual(place);

    expect(await refusal(books)).toContain(`event 9 is ${idOf('another event')} and was`);
  });

  it('on a restored log that ends before its place refuses it as another log', async () => {
    books.log.events.splice(7);
    restored(books, '7');

    expect(await refusal(books)).toMatch(/is not the one that the lists were made from: event 9/);
  });

  it('on a log that was restored to where it stood goes on, and remembers which log it is now', async () => {
    restored(books, '9');

    database.startRunner(books.log, books);

    await database.untilIndex(10);
    const { logId } = await readCheckpoint(database.pool, 'rm_1');
    expect(logId).toBe(idOf('restored log'));
  });

  it('on a log that is away waits for it, and does not call it another one', async () => {
    books.log.setDown(true);
    const runner = database.startRunner(books.log, books);
    await until('it tries again', () =>
      database.logger.lines.includes('the projector could not begin; it tries again'),
    );
    expect(runner.state.kind).toBe('standby');

    books.log.setDown(false);

    await until('it leads', () => runner.state.kind === 'leading');
  });
});

describe('a checkpoint', () => {
  it('takes its log’s name from the first event, and a new one from a restore', () => {
    const books = smallBooks();
    const { events } = books.log;
    const first = Checkpoint.START.after(events.slice(0, 3));
    const again = books.write('operations-main', {
      type: 'LogRestored',
      data: { newLogId: idOf('restored log'), throughIndex: '9', reasonCode: 'other' },
    });

    expect(first.logId).toBe(events[0]?.id);
    expect(first.after([...events.slice(3, 9), again]).logId).toBe(idOf('restored log'));
  });
});
