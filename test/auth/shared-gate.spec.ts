// The shared gate: who goes in together, and who waits for whom.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { GateFixture } from './gate.fixture.js';

describe('the shared gate', () => {
  let books: GateFixture;

  beforeAll(async () => {
    books = await GateFixture.open();
  });
  afterAll(() => books.stop());
  // COMMIT comes after the last one has left, and nobody waits for it.
  afterEach(async () => {
    while ((await books.openTransactions()) !== 0n) await pause(2);
  });

  it('lets commands that wait together in through one transaction', async () => {
    const shared = books.gate();
    const ids = await Promise.all([books.session(), books.session(), books.session()]);
    const passages = await Promise.all([...ids, ids[0]].map((id) => shared.enter(id)));
    expect(await books.openTransactions()).toBe(1n);
    expect(passages.map((each) => each.session)).toEqual(
      Array.from({ length: 4 }, () => ({ roles: ['cashier'] })),
    );
    for (const { leave } of passages) leave();
  });

  it('holds the locks until the last one has left', async () => {
    const shared = books.gate();
    const [id, other] = [await books.session(), await books.session()];
    const [first, last] = await Promise.all([shared.enter(id), shared.enter(other)]);
    first.leave();
    first.leave();
    expect(await books.openTransactions()).toBe(1n);
    last.leave();
    await books.logOut(id);
  });

  it('gives the locks back after its time, whoever is still in', async () => {
    const shared = books.gate({ groupMillisecondsMax: 50 });
    const id = await books.session();
    const passage = await shared.enter(id);
    await books.logOut(id);
    passage.leave();
    expect((await shared.enter(id)).session).toEqual({ gone: 'revoked' });
  });

  it('tells what became of a session: revoked, expired, unknown', async () => {
    const shared = books.gate();
    const [revoked, expired] = [await books.session(), await books.session()];
    await books.store.revoke(revoked, 'ended');
    await books.pool.query('update app.auth_session set idle_expires_at = now() where id = $1', [
      expired,
    ]);
    const passages = await Promise.all(
      [revoked, expired, randomUUID()].map((id) => shared.enter(id)),
    );
    expect(passages.map((each) => each.session)).toEqual([
      { gone: 'revoked' },
      { gone: 'expired' },
      { gone: 'unknown' },
    ]);
    for (const { leave } of passages) leave();
  });

  it('a log-out waits for the command that is in, and for no other', async () => {
    const shared = books.gate();
    const [inside, other] = [await books.session(), await books.session()];
    const passage = await shared.enter(inside);
    const order: string[] = [];
    const loggedOut = books.logOut(inside).then(() => order.push('log-out answered'));
    while (!(await books.isWaitedFor())) await pause(2);
    const unhindered = await shared.enter(other);
    order.push('another went through');
    unhindered.leave();
    const late = shared.enter(inside).then((each) => {
      each.leave();
      return each.session;
    });
    order.push('effect');
    passage.leave();
    await loggedOut;
    expect(order).toEqual(['another went through', 'effect', 'log-out answered']);
    expect(await late).toEqual({ gone: 'revoked' });
  });

  it('reads what is closed under the lock: nothing enters while a closing has it', async () => {
    const [shared, id] = [books.gate(), await books.session()];
    const waiting = await books.closing(async (client) => {
      const entering = shared.enter(id);
      while (!(await books.isWaitedFor())) await pause(2);
      await client.query("update app.books_gate set closed_through = '2026-03-31'");
      return { entering };
    });
    const passage = await waiting.entering;
    expect(passage.closedThrough).toBe('2026-03-31');
    passage.leave();
  });

  it('is busy, and nothing was done, when a closing takes too long', async () => {
    const [shared, id] = [books.gate({ lockWaitMillisecondsMax: 30 }), await books.session()];
    await books.closing(() =>
      expect(shared.enter(id)).rejects.toMatchObject({ code: 'busy', extra: { effect: 'none' } }),
    );
  });

  it('logs that the locks were lost with their connection, and goes on', async () => {
    const shared = books.gate();
    const passage = await shared.enter(await books.session());
    await books.breakLockConnections();
    passage.leave();
    const next = await shared.enter(await books.session());
    next.leave();
    while (!books.lines.some(({ level }) => level === 'error')) await pause(2);
    expect(books.lines.map(({ message }) => message)).toContain(
      'the locks of a group of commands were lost',
    );
  });

  it('the system’s own work enters without a session', async () => {
    const passage = await books.gate().enter(undefined);
    expect(passage.session).toBeUndefined();
    passage.leave();
  });
});
