// Model check: two clerks move one payment to two children and crash on the way, over a log that loses
// answers and writes late, while a cashier tries to record its bank reference once more. Whatever
// happens: the money is on exactly one account in the end, and its reference counts once.
import type { StoredEvent, Timing } from '../../src/eventstore/index.js';
import { AppError } from '../../src/kernel/app-error.js';
import { ManualClock } from '../../src/kernel/clock.js';
import { creditOf } from '../../src/modules/billing/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Crash, Schedule, type AppendFate } from '../support/schedule.js';
import { schoolOver } from './school-tools.js';
import { UndoDesk } from './undo-desk.js';

const SCHEDULES = 25;
const TRIES_MAX = 2;
const CHILDREN = ['wrong', 'right', 'third'] as const;
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

/** How many children's accounts end with this much, and what else must be true. */
interface Outcome {
  readonly credits: readonly bigint[];
  readonly live: number;
  readonly acknowledged: readonly string[];
  /** The child that has it. */
  readonly owner: string | undefined;
  readonly openBefore: boolean;
  readonly cashier: string;
  readonly abandoned: number;
  readonly recorded: number;
  readonly numbers: readonly number[];
}

class World {
  readonly weather: Weather;
  readonly school;
  readonly ids = new Map<string, string>();
  readonly acknowledged: string[] = [];
  private paymentId = '';

  constructor(seed: number) {
    this.weather = new Weather({ seed, crash: 0.15, lostAnswer: 0.1, delayedWrite: 0.05 });
    this.school = {
      ...schoolOver(new InMemoryEventStore(this.weather)),
      clock: this.weather.clock,
    };
  }

  desk(): UndoDesk {
    return new UndoDesk(this.school, timingIn(this.weather));
  }

  id(child: string): string {
    return this.ids.get(child) ?? '';
  }

  async setUp(): Promise<void> {
    const office = await this.desk().setUp();
    for (const child of CHILDREN) this.ids.set(child, await office.student(`HS-${child}`));
    this.paymentId = (await office.pay(this.id('wrong'), transfer)).answer.payment.id;
    this.weather.pass(60_000);
  }

  /** Somebody at work, again and again until it is done, it is refused, or the shift is over. */
  async atWork(work: (desk: UndoDesk) => Promise<unknown>): Promise<void> {
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      try {
        await work(this.desk());
        return;
      } catch (error) {
        if (!(error instanceof Crash) && !(error instanceof AppError)) throw error;
        if (this.weather.random() < 0.4) return;
      }
    }
  }

  clerk(to: string, key: string): Promise<void> {
    return this.atWork(async (desk) => {
      await desk.move(this.id('wrong'), this.paymentId, this.id(to), key);
      this.acknowledged.push(to);
    });
  }

  cashier(): Promise<void> {
    return this.atWork(async (desk) => {
      await desk.pay(this.id('third'), transfer, 'cashier');
    });
  }

  events(): Promise<StoredEvent[]> {
    const { store } = this.school;
    const streams = [...this.ids.values()].map((id) => store.readStream(`studentAccount-${id}`));
    return Promise.all(streams).then((all) => all.flat());
  }
}

async function runSchedule(seed: number): Promise<Outcome> {
  const world = new World(seed);
  await world.setUp();
  const { weather } = world;
  weather.calm = false;
  const clerks = [world.clerk('right', 'a'), world.clerk('right', 'a'), world.clerk('third', 'b')];
  await weather.run([...clerks, world.cashier(), world.cashier()]);
  weather.calm = true;
  weather.pass(60_000);

  const before = count(await world.events(), 'PaymentRecorded');
  const cashier = await world
    .desk()
    .pay(world.id('third'), transfer)
    .then(
      () => 'recorded',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
  const desk = world.desk();
  await desk.moveSweeper.sweep();
  weather.pass(60_000);
  await desk.receiptSweeper.sweep();

  const accounts = await Promise.all(CHILDREN.map((child) => desk.account(world.id(child))));
  const payments = accounts.map(({ payments: all }) => [...all.values()]);
  const credits = payments.map((all) => all.reduce((sum, each) => sum + creditOf(each), 0n));
  const events = await world.events();
  const book = await world.school.store.readStream('receiptBook-2026');
  return {
    credits,
    live: payments.flat().filter((payment) => payment.reversedOn === undefined).length,
    acknowledged: world.acknowledged,
    owner: CHILDREN[credits.findIndex((credit) => credit > 0n)],
    openBefore: before < count(events, 'PaymentRecorded'),
    cashier,
    abandoned: count(events, 'PaymentAbandoned'),
    recorded: count(events, 'PaymentRecorded'),
    numbers: book.map(({ data }) => Number(data['number'])),
  };
}

function count(events: readonly StoredEvent[], type: string): number {
  return events.filter((event) => event.type === type).length;
}

describe('moving a payment under crashes and lost answers', () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    for (let seed = 1; seed <= SCHEDULES; seed += 1) outcomes.push(await runSchedule(seed * 7_919));
  }, 240_000);

  it('leaves the money on exactly one account, whole', () => {
    const amounts = outcomes.map(({ credits }) => credits.filter((credit) => credit !== 0n));
    expect(amounts).toEqual(outcomes.map(() => [8_000n]));
  });

  it('leaves one payment with the reference that counts, and refuses every other', () => {
    expect(outcomes.map(({ live }) => live)).toEqual(outcomes.map(() => 1));
    const cashiers = outcomes.map(({ cashier }) => cashier);
    expect(cashiers).toEqual(outcomes.map(() => 'duplicate_reference'));
  });

  it('fences no payment off: what is promised comes', () => {
    expect(outcomes.map(({ abandoned }) => abandoned)).toEqual(outcomes.map(() => 0));
  });

  it('tells nobody that it moved to where it is not', () => {
    const wrong = outcomes.filter((run) => run.acknowledged.some((to) => to !== run.owner));
    expect(wrong).toEqual([]);
  });

  it('gives each recorded payment one number, without a gap', () => {
    const expected = outcomes.map((run) => Array.from({ length: run.recorded }, (_, n) => n + 1));
    expect(outcomes.map(({ numbers }) => numbers)).toEqual(expected);
  });

  it('met every case: moved by either, not moved, and finished by the sweeper', () => {
    expect(new Set(outcomes.map(({ owner }) => owner))).toEqual(new Set(CHILDREN));
    expect(outcomes.some(({ openBefore }) => openBefore)).toBe(true);
  });
});
