// Random order of a race, repeatable: the seed stands in the test's title and comes from RACE_SEED.
import { randomInt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

export interface Random {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
}

export function raceSeed(): number {
  return Number(process.env['RACE_SEED'] ?? randomInt(2 ** 31));
}

/** Mulberry32: small, and the same on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) | 0;
      let bits = Math.imul(state ^ (state >>> 15), 1 | state);
      bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
      return ((bits ^ (bits >>> 14)) >>> 0) % bound;
    },
  };
}

const TURNS_APART_MAX = 12;

/** Starts both, one of them some turns of the event loop after the other. */
export function raced<A, B>(
  random: Random,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  const turns = random.below(TURNS_APART_MAX);
  return random.below(2) === 0
    ? Promise.all([first(), later(turns, second)])
    : Promise.all([later(turns, first), second()]);
}

async function later<T>(turns: number, work: () => Promise<T>): Promise<T> {
  for (let turn = 0; turn < turns; turn++) await setImmediate();
  return work();
}
