// So many at once, the others in order; questions that wait together are asked together.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Batches } from '../../src/modules/auth/batches.js';
import { Turns } from '../../src/modules/auth/turns.js';

describe('turns', () => {
  it('let so many in at once and the others in the order in which they came', async () => {
    const turns = new Turns({ atOnceMax: 2, waitingMax: 10 });
    const doors = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    const entered: number[] = [];
    const all = doors.map(({ promise }, n) =>
      turns.take(async () => {
        entered.push(n);
        await promise;
      }),
    );
    await nextTurn();
    expect(entered).toEqual([0, 1]);
    doors[1]?.resolve();
    await nextTurn();
    expect(entered).toEqual([0, 1, 2]);
    for (const { resolve } of doors) resolve();
    await Promise.all(all);
    expect([entered, turns.isFree]).toEqual([[0, 1, 2, 3], true]);
  });

  it('refuse as busy who would wait too long, and go on after a failure', async () => {
    const turns = new Turns({ atOnceMax: 1, waitingMax: 1 });
    const door = Promise.withResolvers<void>();
    const first = turns.take(() => door.promise);
    const second = turns.take(() => Promise.resolve('second'));
    await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject({ code: 'busy' });
    door.reject(new Error('broken'));
    await expect(first).rejects.toThrow('broken');
    expect(await second).toBe('second');
  });
});

describe('batches', () => {
  it('ask in one statement what waits at the same moment, and later what came later', async () => {
    const asked: number[][] = [];
    const door = Promise.withResolvers<void>();
    const batches = new Batches<number, number>({
      sizeMax: 3,
      atOnceMax: 1,
      ask: async (keys) => {
        asked.push([...keys]);
        await door.promise;
        return keys.map((key) => key * 10);
      },
    });
    const answers = [1, 2, 3, 4].map((key) => batches.ask(key));
    await nextTurn();
    expect(asked).toEqual([[1, 2, 3]]);
    door.resolve();
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40]);
    expect(asked).toEqual([[1, 2, 3], [4]]);
  });

  it('tell a failure to everybody in the batch, and ask anew afterwards', async () => {
    let fails = true;
    const batches = new Batches<number, number>({
      sizeMax: 10,
      atOnceMax: 1,
      ask: (keys) => (fails ? Promise.reject(new Error('away')) : Promise.resolve([...keys])),
    });
    const both = await Promise.allSettled([batches.ask(1), batches.ask(2)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await batches.ask(3)).toBe(3);
  });
});
