// The order of the test files, drawn from the seed of the run: all files of a process share its
// memory, so a file that only works after another one must come to light.
import { createHash } from 'node:crypto';

interface TestFile {
  path: string;
}

export default class Sequencer {
  private readonly seed: number;

  constructor({ globalConfig }: { globalConfig: { seed: number } }) {
    this.seed = globalConfig.seed;
  }

  sort<T extends TestFile>(tests: readonly T[]): T[] {
    return [...tests].sort((a, b) => (this.place(a) < this.place(b) ? -1 : 1));
  }

  shard<T extends TestFile>(tests: readonly T[]): T[] {
    return [...tests];
  }

  allFailedTests<T extends TestFile>(tests: readonly T[]): T[] {
    return [...tests];
  }

  /** Jest offers to remember failures; the order comes from the seed alone. */
  cacheResults(): void {
    return undefined;
  }

  private place({ path }: TestFile): string {
    return createHash('sha256').update(`${this.seed} ${path}`).digest('hex');
  }
}
