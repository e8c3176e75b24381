// The folder of an event store that is not running, written by the store's own log without a wire in
// between: ten times as fast, and what a start finds is what any client would have left.
import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { EncodedEvent, ExpectedRevision } from '../../src/eventstore/index.js';
import { NO_STREAM } from '../../src/embedded-eventstore/log/expected-revision.js';
import { EventLog } from '../../src/embedded-eventstore/log/event-log.js';
import {
  takeDirectory,
  type DataDirectory,
} from '../../src/embedded-eventstore/storage/data-directory.js';
import { prepareDatabase } from '../../src/embedded-eventstore/storage/database.js';
import { LOG_START } from '../../src/embedded-eventstore/storage/log-reader.js';
import { present } from '../../src/kernel/assert.js';

export class DirectLog {
  /** Events written so far. */
  written = 0;

  private constructor(
    private readonly log: EventLog,
    private readonly directory: DataDirectory,
  ) {}

  /** @throws DirectoryInUseError while an event store runs on it. */
  static open(dataDirectory: string): DirectLog {
    const directory = takeDirectory(dataDirectory);
    // Nothing waits for the disk until `close`, which waits for all of it.
    const database = { path: directory.databasePath, fsync: false };
    prepareDatabase(database);
    const onState = (state: string, message: string) => {
      if (state !== 'open') process.stderr.write(`the log is ${state}: ${message}\n`);
    };
    return new DirectLog(new EventLog({ ...database, now: Date.now, onState }), directory);
  }

  /** Metadata of the log's first event. */
  first(): { schoolId: string; appVersion: string } {
    const [event] = this.log.reader.from(LOG_START, this.log.end, 1);
    return JSON.parse(present(event, 'first event').metadata.toString('utf8')) as {
      schoolId: string;
      appVersion: string;
    };
  }

  /** @throws Error when the stream is elsewhere. */
  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<void> {
    const revision = expected === 'no_stream' ? NO_STREAM : expected;
    const outcome = await this.log.append(stream, revision, events.map(proposed));
    if (outcome.kind !== 'written') throw new Error(`an append to ${stream}: ${outcome.kind}`);
    this.written += events.length;
  }

  /** Everything is on the disk afterwards, and an event store may have the folder. */
  async close(): Promise<void> {
    await this.log.close();
    this.directory.release();
    const file = openSync(this.directory.databasePath, 'r+');
    fsyncSync(file);
    closeSync(file);
  }
}

function proposed({ id, type, data, metadata }: EncodedEvent) {
  return { id: Buffer.from(id.replaceAll('-', ''), 'hex'), type, isJson: true, data, metadata };
}
