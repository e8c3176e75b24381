// After a restart the accounts that were written last are in memory before anybody asks.
import type { EventStore, StoredEvent } from '../../src/eventstore/index.js';
import { AccountPreloader } from '../../src/modules/billing/processes/preload-accounts.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk, day } from './school-desk.js';
import { loggerInto, schoolOver } from './school-tools.js';

const LIMITS = { accountsMax: 10, eventsMax: 1_000 };

/** A log that tells which streams are read. */
class WatchedStore extends InMemoryEventStore {
  readonly read: string[] = [];

  override readStream(stream: string, from?: number, count?: number): Promise<StoredEvent[]> {
    this.read.push(stream);
    return super.readStream(stream, from, count);
  }
}

/** Three students who were charged in this order, and a process that has just begun. */
async function restartedSchool() {
  const store = new WatchedStore();
  const school = schoolOver(store);
  const before = await new Desk(school).setUp();
  const termId = await before.term();
  const trip = { feeCode: 'TRIP', description: 'Trip', dueOn: day('2026-06-30'), termId };
  const students = [];
  for (const admissionNo of ['HS-1', 'HS-2', 'HS-3']) {
    const studentId = await before.student(admissionNo);
    await before.charge(studentId, { ...trip, amountMinor: 5_000 });
    students.push(studentId);
  }
  const desk = await new Desk(school).setUp();
  store.read.length = 0;
  return { store, desk, students };
}

const accountsOf = (students: readonly string[]) => students.map((id) => `studentAccount-${id}`);

describe('preloading accounts', () => {
  it('reads those that were written last, the last one first, and none that is there already', async () => {
    const { store, desk, students } = await restartedSchool();
    const [first = '', , third = ''] = students;
    await desk.pay(first, { amountMinor: 1_000, method: 'cash' });
    const preloader = preloaderOf(store, desk);
    store.read.length = 0;

    preloader.start({ ...LIMITS, accountsMax: 2 });
    await preloader.settled();

    expect(store.read).toEqual(accountsOf([third]));
  });

  it('leaves nothing to read to the first payment', async () => {
    const { store, desk, students } = await restartedSchool();
    const preloader = preloaderOf(store, desk);
    preloader.start(LIMITS);
    await preloader.settled();
    expect(store.read).toEqual(accountsOf(students.toReversed()));
    store.read.length = 0;

    await desk.pay(students[1] ?? '', { amountMinor: 1_000, method: 'cash' });

    expect(store.read.filter((stream) => stream.startsWith('studentAccount-'))).toEqual([]);
  });

  it('ends with the application, whatever is left to read', async () => {
    const { store, desk } = await restartedSchool();
    const preloader = preloaderOf(store, desk);

    preloader.start(LIMITS);
    await preloader.beforeApplicationShutdown();

    expect(store.read).toEqual([]);
  });

  it('that fails costs nobody more than the head start', async () => {
    const { store, desk, students } = await restartedSchool();
    const lines: string[] = [];
    const broken = { readAll: () => Promise.reject(new Error('gone')) } as Partial<EventStore>;
    const preloader = new AccountPreloader(broken as EventStore, desk.log, loggerInto(lines));

    preloader.start(LIMITS);
    await preloader.settled();

    expect(lines).toEqual([expect.stringContaining('accounts could not be read ahead')]);
    const { answer } = await desk.pay(students[0] ?? '', { amountMinor: 1_000, method: 'cash' });
    expect(answer.balance).toMatchObject({ outstandingMinor: 4_000 });
    expect(store.read).toContain(`studentAccount-${students[0]}`);
  });
});

function preloaderOf(store: EventStore, desk: Desk): AccountPreloader {
  return new AccountPreloader(store, desk.log, loggerInto(desk.logged));
}
