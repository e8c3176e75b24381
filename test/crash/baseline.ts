// The run of a process that was not killed: what it answered, what it appended, and the facts that it
// left.
import type { StoredEvent } from '../../src/eventstore/index.js';
import { until } from '../process/processes.js';
import type { ApiAnswer } from '../support/api.js';
import { comparedStreams, type ComparedStream } from './compared.js';
import type { CrashSchool } from './crash-school.js';
import type { WireAppend } from './cut-appends.js';
import type { Case, ProcessUnderTest } from './process-under-test.js';

export class Baseline {
  private facts: readonly StoredEvent[] = [];

  private constructor(
    private readonly process: ProcessUnderTest,
    private readonly one: Case,
    readonly answer: ApiAnswer,
    readonly written: readonly WireAppend[],
  ) {}

  /** Runs the process; what follows its answer goes on by itself. */
  static async begin(school: CrashSchool, process: ProcessUnderTest, one: Case): Promise<Baseline> {
    const { written } = school.watch(one, { after: Infinity, heard: true });
    return new Baseline(process, one, await one.ask(school.serving().client), written);
  }

  /** Waits for its last fact, or for all but the last append. */
  async until(school: CrashSchool, which: 'end' | 'last but one'): Promise<void> {
    const { appends, end, name } = this.process;
    await until(`${which} of: ${name}`, () =>
      which === 'end'
        ? this.written.some(({ types }) => types.includes(end))
        : this.written.length >= appends.length - 1,
    );
    this.facts = await school.factsOf(this.one);
  }

  get tag(): string {
    return this.one.tag;
  }

  whole(): ComparedStream[] {
    return comparedStreams(this.facts, this.tag);
  }

  /** What stood there right after the n-th append. */
  after(n: number): ComparedStream[] {
    const missing = new Map<string, number>();
    for (const { stream, types } of this.written.slice(n)) {
      missing.set(stream, (missing.get(stream) ?? 0) + types.length);
    }
    const left = this.facts.filter((event) => {
      const later = this.facts.filter(
        (e) => e.stream === event.stream && e.revision >= event.revision,
      );
      return later.length > (missing.get(event.stream) ?? 0);
    });
    return comparedStreams(left, this.tag);
  }
}
