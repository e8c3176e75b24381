// Starts what is measured, and stops it whatever happens.
import type { BenchContext } from '../context.js';
import { withAtEnd } from './at-end.js';
import { startEmmett } from './emmett.js';
import { startFloor } from './floor.js';
import { startOurs } from './ours.js';
import type { Side, SideName, SidePlan } from './side.js';

const START: Readonly<Record<SideName, (plan: SidePlan) => Promise<Side>>> = {
  ours: startOurs,
  floor: startFloor,
  emmett: startEmmett,
};

/**
 * Starts the chosen sides with so many students each, works with them, and stops them.
 * They start one after the other, so that seeding one does not disturb the other's.
 */
export async function withSides(
  context: BenchContext,
  { students, among }: { students: number; among: readonly SideName[] },
  work: (sides: readonly Side[]) => Promise<void>,
): Promise<void> {
  await withAtEnd(async (atEnd) => {
    const sides: Side[] = [];
    for (const name of context.options.sides.filter((chosen) => among.includes(chosen))) {
      const folder = context.newFolder(name);
      sides.push(await START[name]({ folder, students, say: context.progress, atEnd }));
    }
    await work(sides);
  });
}
