// What every store of sessions must do when requests meet: nothing that ended lives again, no change
// is lost. The numbers are those of the catalogue of session tests.
import { randomUUID } from 'node:crypto';
import { raced, raceSeed, randomFrom, type Random } from './random.js';
import { newSession, set, Stores, type Made, type StoreUnderTest } from './stores.js';

const RACES = 2000;
const AT_ONCE = 40;

/** `open` gives the store of the suite, once it is there. */
export function sessionCommitContract(open: () => StoreUnderTest): void {
  const stores = new Stores(open);
  const seed = raceSeed();

  describe('revival', () => {
    it('R1: a change after a log-out is told that the session is gone, and revives nothing', async () => {
      const session = await stores.made();
      expect(await stores.store.revoke(session.id, 'logout')).toBe(true);
      expect(await stores.store.patch(session.id, set('a'))).toEqual({ gone: 'revoked' });
      expect(await stores.store.load(session.tokenHash)).toMatchObject({ gone: 'revoked' });
    });

    it(`R2: of ${RACES} races of a write against a log-out none revives the session (seed ${seed})`, async () => {
      const random = randomFrom(seed);
      const outcomes = { written: 0, gone: 0 };
      for (let race = 0; race < RACES; race += AT_ONCE) {
        const sessions = await Promise.all(Array.from({ length: AT_ONCE }, () => stores.made()));
        await Promise.all(sessions.map((session) => writeAgainstLogOut(session, random, outcomes)));
      }
      expect(outcomes.written + outcomes.gone).toBe(RACES);
      expect(outcomes.gone).toBeGreaterThan(0);
    });

    async function writeAgainstLogOut(
      session: Made,
      random: Random,
      outcomes: { written: number; gone: number },
    ): Promise<void> {
      const { store } = stores;
      const [patched] = await raced(
        random,
        () => store.patch(session.id, set('late')),
        () => store.revoke(session.id, 'logout'),
      );
      outcomes['gone' in patched ? 'gone' : 'written'] += 1;
      expect(await store.load(session.tokenHash)).toMatchObject({ gone: 'revoked' });
      expect(await store.patch(session.id, set('later'))).toEqual({ gone: 'revoked' });
    }

    it('R9: a session that expired and was not reaped yet takes no change', async () => {
      const session = await stores.made();
      await stores.under.age(session.id, 3601);
      expect(await stores.store.patch(session.id, set('a'))).toEqual({ gone: 'expired' });
      expect(await stores.store.touch(session.id, 0)).toBe('gone');
    });

    it('R10: a second log-out finds nothing to end and says so', async () => {
      const session = await stores.made();
      const both = await Promise.all([
        stores.store.revoke(session.id, 'logout'),
        stores.store.revoke(session.id, 'logout'),
      ]);
      expect(both.sort()).toEqual([false, true]);
      expect(await stores.store.revoke(randomUUID(), 'logout')).toBe(false);
    });

    it('R11: of two rotations one wins, the other lost the race, and one session lives', async () => {
      const session = await stores.made();
      await stores.store.patch(session.id, set('kept'));
      const next = [newSession(), newSession()] as const;
      const outcomes = await Promise.all(next.map((n) => stores.store.rotate(session.id, n)));
      expect([...outcomes].sort()).toEqual(['lost-race', 'rotated']);
      expect(await stores.store.listForUser(session.userId)).toHaveLength(1);
      expect(await stores.dataOf(session)).toBe('superseded');
      expect([await stores.dataOf(next[0]), await stores.dataOf(next[1])]).toContainEqual({
        kept: true,
      });
    });

    it('R12: a rotation that fails leaves the old session as it was and makes no new one', async () => {
      const session = await stores.made();
      const other = await stores.made();
      await expect(
        stores.store.rotate(session.id, { id: randomUUID(), tokenHash: other.tokenHash }),
      ).rejects.toMatchObject({ code: 'store_unavailable' });
      expect(await stores.dataOf(session)).toEqual({});
      expect(await stores.store.listForUser(session.userId)).toHaveLength(1);
    });

    it('R12: a dead session can not be rotated', async () => {
      const session = await stores.made();
      await stores.store.revoke(session.id, 'logout');
      expect(await stores.store.rotate(session.id, newSession())).toBe('gone');
    });
  });

  describe('lost updates', () => {
    it('L1: 50 parallel changes of 50 keys are 50 keys', async () => {
      const session = await stores.made();
      const keys = Array.from({ length: 50 }, (_, i) => `key${i}`);
      await Promise.all(keys.map((key) => stores.store.patch(session.id, set(key))));
      expect(Object.keys(await stores.dataOf(session)).sort()).toEqual(keys.sort());
    });

    it('L2: one request sets a key, another unsets one: both happen', async () => {
      const session = await stores.made();
      await stores.store.patch(session.id, set('old'));
      await Promise.all([
        stores.store.patch(session.id, set('new')),
        stores.store.patch(session.id, { set: {}, unset: ['old'] }),
      ]);
      expect(await stores.dataOf(session)).toEqual({ new: true });
    });

    it('L3: of two that take the same version one wins, the other is in conflict', async () => {
      const session = await stores.made();
      const take = () =>
        stores.store.patch(session.id, { set: {}, unset: ['once'], expectVersion: 1n });
      const outcomes = await Promise.all([take(), take()]);
      expect(outcomes).toContainEqual({ version: 2n });
      expect(outcomes).toContainEqual({ conflict: 2n });
    });

    it('L4: last seen never goes back, however touches overlap', async () => {
      const session = await stores.made();
      await stores.under.age(session.id, 100);
      await Promise.all(Array.from({ length: 10 }, () => stores.store.touch(session.id, 0)));
      const [first] = await stores.store.listForUser(session.userId);
      await stores.store.touch(session.id, 0);
      const [second] = await stores.store.listForUser(session.userId);
      expect(second?.lastSeenAt.getTime()).toBeGreaterThanOrEqual(first?.lastSeenAt.getTime() ?? 0);
    });
  });
}
