import { OpenItems, type Meaning } from '../../src/modules/billing/processes/open-items.js';
import { AppError } from '../../src/kernel/app-error.js';
import type { StoredEvent } from '../../src/eventstore/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { refusal, TestCheckpoints } from './school-tools.js';

const encoder = new TextEncoder();

/** A log in which `+a` promises a and `-a` keeps the promise. */
async function logOf(store: InMemoryEventStore, ...types: string[]): Promise<void> {
  for (const type of types) {
    const stream = 'promises-main';
    const at = (await store.readStream(stream)).length - 1;
    const metadata = { recordedAt: '2026-05-11T08:00:00.000Z' };
    const event = {
      id: `00000000-0000-4000-8000-${`${at + 1}`.padStart(12, '0')}`,
      type,
      data: encoder.encode('{}'),
      metadata: encoder.encode(JSON.stringify(metadata)),
    };
    await store.append(stream, at === -1 ? 'no_stream' : at, [event]);
  }
}

function meaningOf({ type }: StoredEvent): Meaning<string> | undefined {
  const key = type.slice(1);
  if (type.startsWith('+')) return { kind: 'opens', key, item: key };
  return type.startsWith('-') ? { kind: 'closes', key } : undefined;
}

const logged: string[] = [];

function open(store: InMemoryEventStore, checkpoints = new TestCheckpoints()) {
  const write = (_fields: object, message: string) => void logged.push(message);
  const logger = { debug: write, info: write, warn: write, error: write };
  return new OpenItems({ name: 'promises', store, checkpoints, meaningOf, logger });
}

/** Five seconds after each promise. */
const NOW = new Date('2026-05-11T08:00:05.000Z');

describe('open items of a process', () => {
  it('are the promises that the log does not say are kept', async () => {
    const store = new InMemoryEventStore();
    await logOf(store, '+a', '+b', 'x', '-a');
    const items = open(store);
    await items.refresh();
    expect(items.olderThan(5_000, NOW)).toEqual(['b']);
    await logOf(store, '-b', '+c');
    await items.refresh();
    expect(items.olderThan(5_000, NOW)).toEqual(['c']);
  });

  it('are due only when they are old enough', async () => {
    const store = new InMemoryEventStore();
    await logOf(store, '+a');
    const items = open(store);
    await items.refresh();
    expect(items.olderThan(5_000, new Date('2026-05-11T08:00:04.999Z'))).toEqual([]);
    expect(items.olderThan(5_000, NOW)).toEqual(['a']);
  });

  it('are due when they were written under a clock that was ahead', async () => {
    const store = new InMemoryEventStore();
    await logOf(store, '+a');
    const items = open(store);
    await items.refresh();
    expect(items.olderThan(5_000, new Date('2026-05-11T07:30:00.000Z'))).toEqual(['a']);
    expect(items.olderThan(5_000, new Date('2026-05-11T07:59:59.000Z'))).toEqual([]);
  });

  it('hold the checkpoint back: after a crash the oldest one is found again', async () => {
    const store = new InMemoryEventStore();
    const checkpoints = new TestCheckpoints();
    await logOf(store, 'x', '+a', 'x', '+b', '-b', 'x');
    await open(store, checkpoints).refresh();
    expect(checkpoints.saved.get('promises')?.eventId).toBe('00000000-0000-4000-8000-000000000000');

    const restarted = open(store, checkpoints);
    await restarted.refresh();
    expect(restarted.olderThan(5_000, NOW)).toEqual(['a']);
    await logOf(store, '-a');
    await restarted.refresh();

    expect(checkpoints.saved.get('promises')?.eventId).toBe('00000000-0000-4000-8000-000000000006');
  });

  it('are read page after page in a long log', async () => {
    const store = new InMemoryEventStore();
    await logOf(store, '+a', ...Array.from({ length: 1_100 }, () => 'x'), '+b');
    const items = open(store);
    await items.refresh();
    expect(items.olderThan(5_000, NOW)).toEqual(['a', 'b']);
  });

  it('are looked for from the beginning in another log than the checkpoint’s', async () => {
    const checkpoints = new TestCheckpoints();
    const store = new InMemoryEventStore();
    await logOf(store, 'x', '+a', 'x');
    const foreign = {
      commit: 100n,
      prepare: 100n,
      eventId: '00000000-0000-4000-8000-00000000beef',
    };
    await checkpoints.save('promises', foreign);

    const items = open(store, checkpoints);
    await items.refresh();

    expect(items.olderThan(5_000, NOW)).toEqual(['a']);
    expect(logged.at(-1)).toMatch(/not in this log.*from its beginning/);
    expect(checkpoints.saved.get('promises')?.eventId).toBe('00000000-0000-4000-8000-000000000000');
  });

  it('are looked for from the beginning when the store knows no such place', async () => {
    const checkpoints = new TestCheckpoints();
    const store = new InMemoryEventStore();
    await logOf(store, 'x', '+a');
    const [first] = await store.readAll({ count: 1 });
    const place = { commit: 5n, prepare: 5n, eventId: '00000000-0000-4000-8000-00000000beef' };
    await checkpoints.save('promises', place);
    const readAll = store.readAll.bind(store);
    store.readAll = (options) =>
      options.from?.commit === 5n
        ? Promise.reject(new AppError('unavailable', 'there is no event at this position'))
        : readAll(options);

    const items = open(store, checkpoints);
    await items.refresh();

    expect(items.olderThan(5_000, NOW)).toEqual(['a']);
    expect(checkpoints.saved.get('promises')?.eventId).toBe(first?.id);
  });

  it('are looked for again when the log was exchanged under a running process', async () => {
    const store = new InMemoryEventStore();
    await logOf(store, '+a', 'x');
    const items = open(store);
    await items.refresh();
    const other = new InMemoryEventStore();
    await logOf(other, '+b');
    store.readAll = other.readAll.bind(other);

    expect(await refusal(items.refresh())).toMatchObject({ code: 'log_exchanged' });
    await items.refresh();

    expect(items.olderThan(5_000, NOW)).toEqual(['b']);
  });
});
