// The shared gate under random schedules: after a log-out or a closing is acknowledged, nothing happens
// that it was to prevent.
import { setTimeout as pause } from 'node:timers/promises';
import type { Uuid } from '../../src/kernel/ids.js';
import type { SharedGate } from '../../src/modules/auth/gate/shared-gate.js';
import { GateFixture } from './gate.fixture.js';
import { raced, raceSeed, randomFrom, type Random } from './random.js';

const LOG_OUTS = 240;
const CLOSINGS = 60;

describe('the shared gate in races', () => {
  const seed = raceSeed();
  let books: GateFixture;

  beforeAll(async () => {
    books = await GateFixture.open();
  });
  afterAll(() => books.stop());

  it(`${LOG_OUTS} log-outs: no effect after one is acknowledged (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const shared = books.gate();
    const outcomes = { effects: 0, refused: 0, late: 0 };
    for (let race = 0; race < LOG_OUTS; race += 8) {
      const ids = await Promise.all(Array.from({ length: 8 }, () => books.session()));
      await Promise.all(ids.map((id) => commandsAgainstLogOut(shared, id, { random, outcomes })));
    }
    expect(outcomes.late).toBe(0);
    expect(outcomes.effects + outcomes.refused).toBe(LOG_OUTS * 2);
    expect(outcomes.refused).toBeGreaterThan(0);
    expect(outcomes.effects).toBeGreaterThan(0);
  });

  interface Races {
    readonly random: Random;
    readonly outcomes: { effects: number; refused: number; late: number };
  }

  /** Two commands of one session against its log-out. */
  async function commandsAgainstLogOut(
    shared: SharedGate,
    id: Uuid,
    { random, outcomes }: Races,
  ): Promise<void> {
    let acknowledged = false;
    const command = async () => {
      const passage = await shared.enter(id);
      if (passage.session === undefined || 'gone' in passage.session) outcomes.refused += 1;
      else {
        await pause(random.below(4));
        if (acknowledged) outcomes.late += 1;
        outcomes.effects += 1;
      }
      passage.leave();
    };
    await raced(
      random,
      () => Promise.all([command(), command()]),
      () => books.logOut(id).then(() => (acknowledged = true)),
    );
  }

  it(`${CLOSINGS} closings: no effect by what was true before one (seed ${seed})`, async () => {
    const random = randomFrom(seed);
    const shared = books.gate();
    const ids = await Promise.all(Array.from({ length: 8 }, () => books.session()));
    let closed = 0;
    const stale: string[] = [];
    const close = () =>
      books.closing(async (client) => {
        const day = new Date(Date.UTC(2026, 0, ++closed)).toISOString().slice(0, 10);
        await client.query('update app.books_gate set closed_through = $1', [day]);
      });
    const command = async (id: Uuid) => {
      const passage = await shared.enter(id);
      const before = closed;
      await pause(random.below(3));
      const day = new Date(Date.UTC(2026, 0, closed)).toISOString().slice(0, 10);
      if (closed !== before || (closed > 0 && passage.closedThrough !== day)) stale.push(day);
      passage.leave();
    };
    for (let n = 0; n < CLOSINGS; n++) {
      await raced(random, () => Promise.all(ids.map(command)), close);
    }
    expect(stale).toEqual([]);
    expect(closed).toBe(CLOSINGS);
  });
});
