// Model check: processes that crash, over a log that loses answers and writes late, all want to record
// payments with one bank reference. Whatever happens: no two payments carry it, no honest payment is
// refused for a dead one, and every payment has one receipt in a book without a gap.
import { AppError } from '../../src/kernel/app-error.js';
import { ManualClock } from '../../src/kernel/clock.js';
import type { StoredEvent, Timing } from '../../src/eventstore/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Crash, Schedule, type AppendFate } from '../support/schedule.js';
import { Desk } from './school-desk.js';
import { schoolOver, type School } from './school-tools.js';

const SCHEDULES = 80;
const STUDENTS = 3;
const CASHIERS = 6;
const TRIES_MAX = 3;

const cash = { amountMinor: 500, method: 'cash' } as const;
const transfer = { amountMinor: 8_000, method: 'bank_transfer', externalRef: 'BT-7704' } as const;

/** Quiet while the school is set up and when the books are looked at afterwards. */
class Weather extends Schedule {
  calm = true;
  readonly clock = new ManualClock(new Date('2026-05-11T08:00:00.000Z'));

  /** A slow world: a second or two go by with each step, so claims grow old under those at work. */
  override async turn(): Promise<void> {
    if (this.calm) return;
    await super.turn();
    this.pass(2_000 * this.random());
  }

  pass(milliseconds: number): void {
    this.clock.moveTo(new Date(this.clock.now().getTime() + milliseconds));
  }

  override step(): Promise<void> {
    return this.calm ? Promise.resolve() : super.step();
  }

  override fateOfAppend(): AppendFate {
    return this.calm ? 'answered' : super.fateOfAppend();
  }
}

/** A process measures its own patience by its own waits. */
function timingIn(weather: Weather): Timing {
  let waited = 0;
  return {
    now: () => waited,
    sleep: (milliseconds) => {
      waited += milliseconds;
      return weather.turn();
    },
    within: (_milliseconds, work) => work,
  };
}

interface Outcome {
  /** Payments with the reference, before the honest one at the end. */
  readonly recordedBefore: number;
  readonly honest: string;
  readonly recorded: number;
  /** With and without the reference. */
  readonly payments: number;
  readonly acknowledged: number;
  readonly numbers: number[];
  readonly receipted: number;
  readonly fenced: number;
}

async function runSchedule(seed: number): Promise<Outcome> {
  const weather = new Weather({ seed, crash: 0.05, lostAnswer: 0.1, delayedWrite: 0.05 });
  const school = { ...schoolOver(new InMemoryEventStore(weather)), clock: weather.clock };
  const desk = () => new Desk(school, timingIn(weather));
  const office = await desk().setUp();
  const students: string[] = [];
  for (let n = 0; n <= STUDENTS; n += 1) students.push(await office.student(`HS-${n}`));

  weather.calm = false;
  let acknowledged = 0;
  const cashier = async (n: number) => {
    const studentId = students[weather.below(STUDENTS)] ?? '';
    const payment = n < CASHIERS ? transfer : cash;
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      try {
        await desk().pay(studentId, payment, `key-${n}`);
        if (payment === transfer) acknowledged += 1;
        return;
      } catch (error) {
        if (!(error instanceof Crash) && !(error instanceof AppError)) throw error;
        if (weather.random() < 0.5) return;
      }
    }
  };
  await weather.run(Array.from({ length: 2 * CASHIERS }, (_, n) => cashier(n)));

  weather.calm = true;
  weather.pass(60_000);
  const { transfers } = paidBy(await accountEvents(school, students));
  const honest = await desk()
    .pay(students[STUDENTS] ?? '', transfer)
    .then(
      () => 'recorded',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
  weather.pass(60_000);
  await desk().receiptSweeper.sweep();
  const book = await school.store.readStream('receiptBook-2026');
  const events = await accountEvents(school, students);
  return {
    recordedBefore: transfers,
    honest,
    recorded: paidBy(events).transfers,
    payments: paidBy(events).all,
    acknowledged,
    numbers: book.map(({ data }) => Number(data['number'])),
    receipted: new Set(book.map(({ data }) => data['paymentId'])).size,
    fenced: events.filter(({ type }) => type === 'PaymentAbandoned').length,
  };
}

async function accountEvents(school: School, students: string[]): Promise<StoredEvent[]> {
  const { store } = school;
  const streams = students.map((studentId) => store.readStream(`studentAccount-${studentId}`));
  return (await Promise.all(streams)).flat();
}

function paidBy(events: readonly StoredEvent[]): { transfers: number; all: number } {
  const recorded = events.filter(({ type }) => type === 'PaymentRecorded');
  const transfers = recorded.filter(({ data }) => data['reference'] !== undefined);
  return { transfers: transfers.length, all: recorded.length };
}

describe('references and receipts under crashes and lost answers', () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    for (let seed = 1; seed <= SCHEDULES; seed += 1) outcomes.push(await runSchedule(seed * 7_919));
  }, 120_000);

  it('never record two payments with one reference', () => {
    expect(outcomes.map((run) => run.recorded)).toEqual(outcomes.map(() => 1));
  });

  it('refuse an honest payment exactly when the reference was paid', () => {
    const honest = outcomes.map((run) => run.honest);
    const expected = outcomes.map((run) =>
      run.recordedBefore === 1 ? 'duplicate_reference' : 'recorded',
    );
    expect(honest).toEqual(expected);
  });

  it('lose no acknowledged payment', () => {
    const lost = outcomes.filter((run) => run.acknowledged > run.recordedBefore);
    expect(lost).toEqual([]);
  });

  it('issue one receipt for each payment, numbered without a gap', () => {
    const expected = outcomes.map(({ payments }) =>
      Array.from({ length: payments }, (_, n) => n + 1),
    );
    expect(outcomes.map((run) => run.numbers)).toEqual(expected);
    expect(outcomes.map((run) => run.receipted)).toEqual(outcomes.map((run) => run.payments));
  });

  it('met every case: paid and unpaid references, fenced payments', () => {
    expect(outcomes.some((run) => run.recordedBefore === 0)).toBe(true);
    expect(outcomes.some((run) => run.recordedBefore === 1)).toBe(true);
    expect(outcomes.some((run) => run.fenced > 0)).toBe(true);
  });
});
