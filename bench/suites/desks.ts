// A cash desk at each side, and the comparison of both sides' books at the end.
import type { BenchContext } from '../context.js';
import { present } from '../../src/kernel/assert.js';
import { CashDesk } from '../school/cash-desk.js';
import type { Side } from '../sides/side.js';

export interface Desks {
  of(side: Side): CashDesk;
}

export async function openDesks(sides: readonly Side[]): Promise<Desks> {
  const desks = new Map<Side, CashDesk>();
  for (const side of sides) desks.set(side, await CashDesk.open(side.client));
  return { of: (side) => present(desks.get(side), `desk of ${side.name}`) };
}

/** @throws Error when a side's books differ from what its desk took. */
export async function assertBooks(
  context: BenchContext,
  sides: readonly Side[],
  desks: Desks,
): Promise<void> {
  for (const side of sides) {
    context.print(`${side.name}: ${await desks.of(side).assertBooks()}`);
  }
}
