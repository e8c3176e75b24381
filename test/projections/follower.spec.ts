// Two instances on one database and one log: the one that does not lead answers reads as well, and
// knows of each write when the leader has applied it.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { consistencyTokenOf } from '../../src/projections/consistency/consistency-tokens.js';
import { ReadModelProgress } from '../../src/projections/consistency/read-model-progress.js';
import { Runner } from '../../src/projections/runner/runner.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase, until } from './projector.js';
import { getFrom, startReadSide } from './read-side.js';

describe('an instance that does not lead', () => {
  let database: ProjectionDatabase;
  let books: Books;
  let leader: NestFastifyApplication;
  let follower: NestFastifyApplication;

  const kindOf = (app: NestFastifyApplication) => app.get(Runner).state.kind;
  const tokenOfLast = () =>
    consistencyTokenOf(books.log.events.at(-1)?.position ?? { commit: 0n, prepare: 0n });
  const balanceFrom = (app: NestFastifyApplication, token: string) =>
    getFrom(app, `/students/${idOf('Moyo')}/balance`, { 'consistency-token': token });

  beforeEach(async () => {
    database = await ProjectionDatabase.create();
    books = new Books().openSchool();
    books.charge(books.register('Moyo'), 'TUITION', 12_000n);
    leader = await startReadSide(database, books);
    await until('the first one leads', () => kindOf(leader) === 'leading');
    await database.untilIndex(7);
    follower = await startReadSide(database, books);
    await until('notices reach it', () => follower.get(ReadModelProgress).index === 7);
  });

  afterEach(async () => {
    await follower.close();
    await leader.close();
    await database.drop();
  });

  it('answers from the read models, and waits for the write of a token', async () => {
    books.pay(idOf('Moyo'), '1', 5_000n);

    const answer = await balanceFrom(follower, tokenOfLast());

    expect(kindOf(follower)).toBe('standby');
    expect(answer.headers['stale']).toBeUndefined();
    expect(answer.body).toMatchObject({ totals: { netMinor: 7_000 }, position: 9 });
  });

  it('takes over when the leader ends, and goes on after the last applied event', async () => {
    await leader.close();
    books.pay(idOf('Moyo'), '1', 5_000n);

    await until('it leads', () => kindOf(follower) === 'leading');
    await database.untilIndex(9);
    const answer = await balanceFrom(follower, tokenOfLast());

    expect(answer.headers['stale']).toBeUndefined();
    expect(answer.body).toMatchObject({ totals: { netMinor: 7_000 }, position: 9 });
  });

  it('finds a version that was swapped in while it served the one before', async () => {
    expect((await balanceFrom(follower, tokenOfLast())).status).toBe(200);

    await database.rebuilt(books);
    books.pay(idOf('Moyo'), '1', 5_000n);
    const answer = await balanceFrom(follower, tokenOfLast());

    expect(answer.body).toMatchObject({ totals: { netMinor: 7_000 }, position: 9 });
  });
});
