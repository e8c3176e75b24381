// Facts written into the log by the product's own codec (sealed, chained) but past its routes: what
// fills a large school, or a long log, in seconds.
import { randomUUID } from 'node:crypto';
import { openBooks, type Books } from '../../src/cli/open-books.js';
import { Codec } from '../../src/eventstore/codec.js';
import { FIRST_PREVIOUS_HASH } from '../../src/eventstore/index.js';
import { originOf } from '../../src/eventstore/metadata.js';
import { present } from '../../src/kernel/assert.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { Fact, NewFact, RecordedFact } from '../../src/kernel/fact.js';

/** Whose name is on what the bench writes. */
const PRINCIPAL = 'system:bench';

export class LogWriter {
  private readonly codec: Codec;

  private constructor(
    readonly books: Books,
    private readonly school: { schoolId: string; appVersion: string },
  ) {
    this.codec = new Codec(books.registry, books.keys);
  }

  /**
   * @param environment  Names the stores of a school that was set up, as for the command line.
   * @throws as `openBooks`.
   */
  static async open(environment: NodeJS.ProcessEnv): Promise<LogWriter> {
    const books = await openBooks(environment);
    const [first] = await books.store.readAll({ count: 1 });
    const { schoolId, appVersion } = present(first, 'the first event of the log').metadata;
    return new LogWriter(books, { schoolId, appVersion });
  }

  /**
   * Appends to a stream behind its last fact, or begins it.
   * @returns the facts as they were written.
   * @throws Error when the append is not taken.
   */
  async append<F extends Fact>(
    stream: string,
    last: RecordedFact | undefined,
    facts: readonly NewFact<F>[],
  ): Promise<readonly RecordedFact<F>[]> {
    const encoded = await this.codec.encode(facts, {
      stream,
      firstRevision: last === undefined ? 0 : last.revision + 1,
      prevHash: last?.metadata.hash ?? FIRST_PREVIOUS_HASH,
      origin: this.originAfter(last),
      idOf: () => randomUUID(),
    });
    const expected = last?.revision ?? 'no_stream';
    const outcome = await this.books.store.append(stream, expected, encoded.events);
    if (outcome.kind !== 'appended') throw new Error(`an append to ${stream}: ${outcome.kind}`);
    return encoded.facts;
  }

  close(): Promise<void> {
    return this.books.close();
  }

  private originAfter(last: RecordedFact | undefined) {
    const commandId = randomUUID();
    return originOf(
      { commandId, correlationId: commandId, principal: PRINCIPAL, actorRole: 'system' },
      {
        now: systemClock.now(),
        previousRecordedAt: last?.metadata.recordedAt ?? '',
        ...this.school,
      },
    );
  }
}
