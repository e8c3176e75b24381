// Starts what is measured, and stops it whatever happens.
import type { BenchContext } from '../context.js';
import { withAtEnd } from './at-end.js';
import { startFloor } from './floor.js';
import { startOurs } from './ours.js';
import type { Side } from './side.js';

/**
 * Starts the chosen sides with so many students each, works with them, and stops them.
 * They start one after the other, so that seeding one does not disturb the other's.
 */
export async function withSides(
  context: BenchContext,
  students: number,
  work: (sides: readonly Side[]) => Promise<void>,
): Promise<void> {
  await withAtEnd(async (atEnd) => {
    const sides: Side[] = [];
    for (const name of context.options.sides) {
      const plan = { folder: context.newFolder(name), students, say: context.progress, atEnd };
      sides.push(name === 'ours' ? await startOurs(plan) : await startFloor(plan));
    }
    await work(sides);
  });
}
