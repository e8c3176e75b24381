// A log copied to another server: the same ids, types, bytes and order, so every event keeps its
// index; finished where it was cut short; never mixed with anything else.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copyLog } from '../../src/cli/backup/copy-log.js';
import { logCopyCommand } from '../../src/cli/log-copy.command.js';
import {
  CommandLog,
  createEventStore,
  EventRegistry,
  type AppendOutcome,
  type EncodedEvent,
  type EventStore,
  type ExpectedRevision,
} from '../../src/eventstore/index.js';
import { COUNTER_EVENTS, raiseByOne, SCHOOL_ID } from '../eventstore/counter.js';
import { InMemorySubjectKeys } from '../eventstore/in-memory-subject-keys.js';
import { startTestEventStore, type TestEventStore } from '../support/event-store.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';

const APPEND_COUNT = 90;

/** Appends one event after the other, over three streams in turn. */
async function fill(store: EventStore, { from, count }: { from: number; count: number }) {
  const log = new CommandLog({
    store,
    registry: new EventRegistry(COUNTER_EVENTS),
    keys: new InMemorySubjectKeys(),
    schoolId: () => SCHOOL_ID,
    appVersion: '1.0.0',
  });
  for (let n = from; n < from + count; n += 1) {
    await log.decideAndAppend(raiseByOne(`counter-${n % 3}`, `key-${n}`));
  }
}

/** A server that is gone after so many appends. */
class DyingEventStore extends InMemoryEventStore {
  appendsLeft = Infinity;

  override append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
  ): Promise<AppendOutcome> {
    if (this.appendsLeft === 0) return Promise.reject(new Error('the server is gone'));
    this.appendsLeft -= 1;
    return super.append(stream, expected, events);
  }
}

const facts = (store: InMemoryEventStore) =>
  store.committed().map(({ position: _place, ...event }) => event);

describe('a copy of a log', () => {
  const silent = () => undefined;
  let source: InMemoryEventStore;
  let target: DyingEventStore;

  beforeEach(async () => {
    source = new InMemoryEventStore();
    target = new DyingEventStore();
    await fill(source, { from: 0, count: APPEND_COUNT });
  });

  it('has every event in the order of the whole log, not of the streams', async () => {
    expect(await copyLog(source, target, silent)).toEqual({ there: 0, copied: APPEND_COUNT });
    expect(facts(target)).toEqual(facts(source));
    const streams = facts(target).map(({ stream }) => stream);
    expect(streams.slice(0, 4)).toEqual(['counter-0', 'counter-1', 'counter-2', 'counter-0']);
  });

  it('goes on where it was cut short, and takes what has come since', async () => {
    target.appendsLeft = 31;
    await expect(copyLog(source, target, silent)).rejects.toThrow('the server is gone');
    expect(facts(target)).toHaveLength(31);
    await fill(source, { from: APPEND_COUNT, count: 5 });
    target.appendsLeft = Infinity;
    expect(await copyLog(source, target, silent)).toEqual({ there: 31, copied: 64 });
    expect(facts(target)).toEqual(facts(source));
  });

  it('of what is complete already appends nothing', async () => {
    await copyLog(source, target, silent);
    target.appendsLeft = 0;
    expect(await copyLog(source, target, silent)).toEqual({ there: APPEND_COUNT, copied: 0 });
  });

  it('is refused by a target with other events, or with more of them, which stays as it is', async () => {
    await fill(target, { from: 7, count: 2 });
    await expect(copyLog(source, target, silent)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'target_differs',
      message: expect.stringContaining('its event 1 is') as string,
    });
    expect(facts(target)).toHaveLength(2);
    await expect(copyLog(target, source, silent)).rejects.toMatchObject({ code: 'target_differs' });
    await expect(copyLog(new InMemoryEventStore(), target, silent)).rejects.toMatchObject({
      message: expect.stringContaining('this log ends before that') as string,
    });
  });

  it('never carries on what is not what was written', async () => {
    const { id, type, data, metadata } = facts(source)[0] ?? {};
    const changed = { ...metadata, principal: 'user:somebody-else' };
    const forged = new InMemoryEventStore();
    const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
    await forged.append('counter-0', 'no_stream', [
      { id: id ?? '', type: type ?? '', data: bytes(data), metadata: bytes(changed) },
    ]);
    await expect(copyLog(forged, target, silent)).rejects.toMatchObject({
      code: 'chain_broken',
      message: expect.stringContaining('counter-0, revision 0') as string,
    });
    expect(facts(target)).toEqual([]);
  });
});

describe('the command that copies a log', () => {
  const folders = ['from', 'to'].map((name) => mkdtempSync(path.join(tmpdir(), `bursar-${name}-`)));
  const [fromFolder = '', toFolder = ''] = folders;
  let from: TestEventStore;
  let to: TestEventStore;

  beforeAll(async () => {
    from = await startTestEventStore({ dataDir: fromFolder });
    to = await startTestEventStore({ dataDir: toFolder });
    const store = createEventStore({ connectionString: from.connectionString });
    await store.ready();
    await fill(store, { from: 0, count: APPEND_COUNT });
    await store.close();
  });
  afterAll(async () => {
    await Promise.all([from.stop(), to.stop()]);
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('leaves the same bytes on the other server, and says so', async () => {
    const printed: string[] = [];
    const servers = { from: from.connectionString, to: to.connectionString };
    await logCopyCommand(servers, (line) => void printed.push(line));
    expect(printed.slice(0, 2)).toEqual([
      '0 events were there already, 90 were copied; comparing both logs …',
      'The target has the same 90 events: every id, byte, place and hash.',
    ]);
    const records = recordsOf(fromFolder);
    expect(records).toHaveLength(APPEND_COUNT);
    expect(recordsOf(toFolder)).toEqual(records);
  });

  it('refuses the server itself', async () => {
    const servers = { from: from.connectionString, to: from.connectionString };
    await expect(logCopyCommand(servers, () => undefined)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'same_server',
    });
  });
});

/** Every record as it is stored, without its place and the instant at which its server took it. */
function recordsOf(folder: string): string[] {
  const database = new DatabaseSync(path.join(folder, 'events.db'), { readOnly: true });
  const rows = database.prepare('select record from log order by position').all();
  database.close();
  return rows.map(({ record }) => {
    const bytes = Buffer.from(record as Uint8Array);
    // The first four bytes are a checksum over the place too; six of the next seven the instant.
    return `${bytes[4]} ${bytes.subarray(11).toString('latin1')}`;
  });
}
