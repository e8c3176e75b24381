// What every store of sessions must do about time, creation and many sessions of one user. The numbers
// are those of the catalogue of session tests.
import { randomBytes } from 'node:crypto';
import { newToken } from '../../src/modules/auth/sessions/token.js';
import { raced, raceSeed, randomFrom } from './random.js';
import { newSession, set, Stores, type StoreUnderTest } from './stores.js';

/** `open` gives the store of the suite, once it is there. */
export function sessionLimitsContract(open: () => StoreUnderTest): void {
  const stores = new Stores(open);
  const seed = raceSeed();

  describe('touch', () => {
    it('E1: slides the idle limit and writes no data', async () => {
      const session = await stores.made();
      await stores.under.age(session.id, 3000);
      expect(await stores.store.touch(session.id, 60)).toBe('touched');
      const loaded = await stores.store.load(session.tokenHash);
      expect(loaded).toMatchObject({ row: { version: 1n } });
      await stores.under.age(session.id, 3000);
      expect(await stores.dataOf(session)).toEqual({});
    });

    it('W1: a session seen a moment ago is fresh', async () => {
      const session = await stores.made();
      expect(await stores.store.touch(session.id, 60)).toBe('fresh');
    });

    it('E6: no activity carries a session over its absolute limit', async () => {
      const session = await stores.made({ idleSeconds: 43_200 });
      await stores.under.age(session.id, 43_000);
      expect(await stores.store.touch(session.id, 60)).toBe('touched');
      await stores.under.age(session.id, 201);
      expect(await stores.dataOf(session)).toBe('expired');
    });
  });

  describe('create and load', () => {
    it('W4: an unknown token makes no session, and its name is not used', async () => {
      const { tokenHash } = newToken();
      expect(await stores.store.load(tokenHash)).toEqual({ gone: 'unknown' });
      expect(await stores.store.load(tokenHash)).toEqual({ gone: 'unknown' });
    });

    it('E3: a session that has expired when it is made is dead at once', async () => {
      const session = await stores.made({ idleSeconds: 0 });
      expect(await stores.dataOf(session)).toBe('expired');
    });

    it('refuses a token that exists', async () => {
      const first = await stores.made();
      const again = newSession({ tokenHash: first.tokenHash });
      const owner = { userId: first.userId, epochSeen: 1 };
      expect(await stores.store.create(again, owner)).toBe('duplicate');
    });

    it('I1: a log-in over a session supersedes it and carries nothing over', async () => {
      const before = await stores.made();
      await stores.store.patch(before.id, set('draft'));
      const after = newSession();
      const owner = { userId: before.userId, epochSeen: 1, supersedes: before.id };
      expect(await stores.store.create(after, owner)).toBe('created');
      expect([await stores.dataOf(before), await stores.dataOf(after)]).toEqual(['superseded', {}]);
    });

    it('answers loads that wait together, each with its own', async () => {
      const sessions = await Promise.all(Array.from({ length: 20 }, () => stores.made()));
      const unknown = randomBytes(32);
      const loaded = await Promise.all(
        [...sessions.map(({ tokenHash }) => tokenHash), unknown].map((hash) =>
          stores.store.load(hash),
        ),
      );
      const ids = loaded.map((each) => ('row' in each ? each.row.id : each.gone));
      expect(ids).toEqual([...sessions.map(({ id }) => id), 'unknown']);
    });
  });

  describe('many sessions', () => {
    it('M1: a log-in between password check and session ends with "log out everywhere"', async () => {
      const userId = await stores.under.createUser();
      await stores.store.revokeAllForUser(userId, 'ended');
      expect(await stores.store.create(newSession(), { userId, epochSeen: 1 })).toBe('stale-epoch');
    });

    it(`M1: whichever comes first, no session outlives "log out everywhere" (seed ${seed})`, async () => {
      const random = randomFrom(seed);
      for (let race = 0; race < 40; race++) {
        const userId = await stores.under.createUser();
        await raced(
          random,
          () => stores.store.create(newSession(), { userId, epochSeen: 1 }),
          () => stores.store.revokeAllForUser(userId, 'ended'),
        );
        expect(await stores.store.listForUser(userId)).toEqual([]);
      }
    });

    it('"log out everywhere else" keeps the one that asks', async () => {
      const kept = await stores.made();
      const ended = await stores.made({}, kept.userId);
      expect(await stores.store.revokeAllForUser(kept.userId, 'ended', kept.id)).toEqual([
        ended.id,
      ]);
      expect([await stores.dataOf(kept), await stores.dataOf(ended)]).toEqual([{}, 'revoked']);
    });

    it('M2: a disabled user has no living session', async () => {
      const session = await stores.made();
      await stores.under.disableUser(session.userId);
      expect(await stores.dataOf(session)).toBe('revoked');
      expect(await stores.store.patch(session.id, set('a'))).toEqual({ gone: 'revoked' });
    });

    it('M3: ten parallel log-ins leave the five newest sessions', async () => {
      const userId = await stores.under.createUser();
      const sessions = Array.from({ length: 10 }, () => newSession());
      const owner = { userId, epochSeen: 1 };
      const outcomes = await Promise.all(sessions.map((s) => stores.store.create(s, owner)));
      expect(new Set(outcomes)).toEqual(new Set(['created']));
      expect(await stores.store.listForUser(userId)).toHaveLength(5);
    });

    it('M3: a sixth session ends the oldest', async () => {
      const first = await stores.made();
      const later = [];
      for (let n = 0; n < 5; n++) later.push(await stores.made({}, first.userId));
      expect(await stores.dataOf(first)).toBe('revoked');
      expect(await Promise.all(later.map((each) => stores.dataOf(each)))).toEqual([
        {},
        {},
        {},
        {},
        {},
      ]);
    });
  });

  describe('the reaper', () => {
    it('E12: ends what has expired, in batches, and nothing that lives', async () => {
      await stores.store.reap(500);
      const dead = await Promise.all(Array.from({ length: 3 }, () => stores.made()));
      await Promise.all(dead.map(({ id }) => stores.under.age(id, 3601)));
      const alive = await stores.made();
      expect(await stores.store.reap(2)).toBe(2);
      expect(await stores.store.reap(2)).toBe(1);
      expect(await stores.store.reap(2)).toBe(0);
      expect(await Promise.all(dead.map((each) => stores.dataOf(each)))).toEqual([
        'expired',
        'expired',
        'expired',
      ]);
      expect(await stores.dataOf(alive)).toEqual({});
    });

    it('E12: never ends a session that is touched at the same moment', async () => {
      const session = await stores.made();
      await stores.under.age(session.id, 3590);
      await Promise.all([
        stores.store.touch(session.id, 60),
        stores.store.reap(500),
        stores.store.reap(500),
      ]);
      expect(await stores.dataOf(session)).toEqual({});
    });

    it('keeps an ended session for 30 days after its last possible moment, then forgets it', async () => {
      const session = await stores.made();
      await stores.store.revoke(session.id, 'logout');
      await stores.under.age(session.id, 30 * 86_400);
      await stores.store.reap(500);
      expect(await stores.dataOf(session)).toBe('revoked');
      await stores.under.age(session.id, 86_400);
      await stores.store.reap(500);
      expect(await stores.dataOf(session)).toBe('unknown');
    });
  });
}
