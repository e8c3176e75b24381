// Facts written into the log by the product's own codec (sealed, chained) but past its routes: what
// fills a large school, or a long log, in seconds.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { openBooks, type Books } from '../../src/cli/open-books.js';
import { Codec } from '../../src/eventstore/codec.js';
import { FIRST_PREVIOUS_HASH } from '../../src/eventstore/index.js';
import { originOf } from '../../src/eventstore/metadata.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { Fact, NewFact, RecordedFact } from '../../src/kernel/fact.js';
import { DirectLog } from './direct-log.js';

/** Whose name is on what the bench writes. */
const PRINCIPAL = 'system:bench';

export class LogWriter {
  private readonly codec: Codec;
  private readonly school: { schoolId: string; appVersion: string };

  private constructor(
    readonly books: Books,
    private readonly log: DirectLog,
  ) {
    this.codec = new Codec(books.registry, books.keys);
    const { schoolId, appVersion } = log.first();
    this.school = { schoolId, appVersion };
  }

  /**
   * Opens the log of a school that was set up, and whose event store is not running.
   * @param environment  Names the stores, as for the command line.
   * @throws as `openBooks` and `DirectLog.open`.
   */
  static async open(environment: NodeJS.ProcessEnv): Promise<LogWriter> {
    const log = DirectLog.open(path.join(environment['DATA_DIR'] ?? '', 'events'));
    return new LogWriter(await openBooks(environment), log);
  }

  /** Events so far. */
  get written(): number {
    return this.log.written;
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
    await this.log.append(stream, last?.revision ?? 'no_stream', encoded.events);
    return encoded.facts;
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.books.close();
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
