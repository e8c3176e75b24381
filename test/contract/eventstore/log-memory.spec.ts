// Bounds of the embedded log itself: any number of streams in bounded memory, positions below 2^53.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { EventLog } from '../../../src/embedded-eventstore/log/event-log.js';
import { NO_STREAM } from '../../../src/embedded-eventstore/log/expected-revision.js';
import { PageSize } from '../../../src/embedded-eventstore/log/page-size.js';
import { RecentIds } from '../../../src/embedded-eventstore/log/recent-ids.js';
import { WritePlan } from '../../../src/embedded-eventstore/log/write-plan.js';
import { StoreUnavailableError } from '../../../src/embedded-eventstore/storage/errors.js';
import type { StoreState } from '../../../src/embedded-eventstore/storage/group-commit.js';
import { prepareDatabase } from '../../../src/embedded-eventstore/storage/database.js';
import type { ProposedEvent } from '../../../src/embedded-eventstore/storage/record.js';

function event(text = '{}'): ProposedEvent {
  const [data, metadata] = [Buffer.from(text), new Uint8Array()];
  return { id: randomBytes(16), type: 'Any', isJson: true, data, metadata };
}

interface Bounds {
  readonly headsMax: number;
  readonly pagesMax?: number;
  readonly onState?: (state: StoreState) => void;
}

async function withLog(bounds: Bounds, test: (log: EventLog) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-log-'));
  const database = { path: join(directory, 'events.db'), fsync: false };
  prepareDatabase(database);
  const log = new EventLog({ onState: () => undefined, ...database, ...bounds, now: Date.now });
  try {
    await test(log);
  } finally {
    await log.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

it('heads are evicted and loaded again: 3 000 streams with 100 heads in memory', () =>
  withLog({ headsMax: 100 }, async (log) => {
    const names = Array.from({ length: 3_000 }, (_, n) => `stream-${n}`);
    const first = await Promise.all(names.map((name) => log.append(name, NO_STREAM, [event()])));
    expect(new Set(first.map((outcome) => outcome.kind))).toEqual(new Set(['written']));
    for (const name of names.slice(0, 500)) log.heads.get(name);
    expect(log.heads.size).toBeLessThanOrEqual(101);
    const second = await Promise.all(names.map((name) => log.append(name, 0, [event()])));
    expect(new Set(second.map((outcome) => outcome.kind))).toEqual(new Set(['written']));
    const third = await Promise.all(names.map((name) => log.append(name, 0, [event()])));
    expect(third[0]).toEqual({ kind: 'conflict', current: 1 });
    expect(new Set(third.map((outcome) => outcome.kind))).toEqual(new Set(['conflict']));
  }));

it('the memory of ids is bounded, and keeps the first place of an id', () => {
  const recent = new RecentIds(10);
  const ids = Array.from({ length: 100 }, () => randomBytes(16));
  for (const [revision, id] of ids.entries())
    recent.remember(id, { streamId: 1, revision, position: revision });
  const known = ids.filter((id) => recent.find(id) !== undefined);
  expect(known.length).toBeLessThanOrEqual(10);
  const last = known.at(-1) ?? Buffer.alloc(16);
  recent.remember(last, { streamId: 2, revision: 7, position: 7 });
  expect(recent.find(last)?.streamId).toBe(1);
});

it('a position of 2^53 or more is never given', () =>
  withLog({ headsMax: 100 }, async (log) => {
    const head = log.heads.get('last');
    const plan = new WritePlan(Number.MAX_SAFE_INTEGER - 10, 0);
    expect(() => plan.add(head, event(), new RecentIds())).toThrow('the log is full');
    await log.settled();
  }));

it('pages hold many small events and few large ones', () => {
  const size = new PageSize();
  for (let n = 0; n < 10; n += 1) size.observe([{ bytes: 300 }, { bytes: 300 }]);
  expect(size.events).toBe(512);
  size.observe([{ bytes: 1_048_576 }, { bytes: 1_048_576 }]);
  expect(size.events).toBe(1);
});

it('a full disk takes back the whole commit; with free space again nothing is missing or twice', async () => {
  const states: StoreState[] = [];
  const bounds = {
    headsMax: 100,
    pagesMax: 16,
    onState: (state: StoreState) => states.push(state),
  };
  await withLog(bounds, async (log) => {
    const before = event();
    await log.append('old', NO_STREAM, [before]);
    const shared = event();

    const commit = await Promise.allSettled([
      log.append('old', 0, [shared]),
      log.append('old', 1, [event('x'.repeat(200_000))]),
      log.append('new', NO_STREAM, [event()]),
    ]);
    const again = await onceItIsTaken(() => log.append('old', 0, [shared]));

    expect(commit.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(again).toMatchObject({ kind: 'written', revision: 1 });
    expect(await log.append('old', NO_STREAM, [before])).toMatchObject({ revision: 0 });
    expect(await log.append('new', NO_STREAM, [event()])).toMatchObject({ revision: 0 });
    const stored = log.reader
      .from(1, log.end, 10)
      .map((one) => `${one.stream.toString()} ${one.revision}`);
    expect(stored).toEqual(['old 0', 'old 1', 'new 0']);
    expect(states).toEqual(['read-only', 'open']);
  });
});

/** Asks until the store, which had a full disk, tries again. */
async function onceItIsTaken<T>(write: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      await delay(20);
    }
  }
}
