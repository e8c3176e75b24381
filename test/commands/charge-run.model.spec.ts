// Model check: two processes commit charge runs over the same students and work them off, both sweep up
// what crashes, and cashiers take payments on the same accounts meanwhile. Whatever happens, a
// committed run ends once, every student is charged each instalment once, and no payment is lost.
import { assertAccountInvariants } from '../../src/modules/billing/domain/student-account.invariants.js';
import { previewOf, TUITION } from './charge-run-scenario.js';
import { day, Desk } from './school-desk.js';
import { UndoDesk } from './undo-desk.js';
import { seedsOf, Weather } from './weather.js';

const SCHEDULES = 15;
const STUDENTS = 3;
const BURSARS = 2;
const PAYMENTS = 4;
const SWEEPS = 3;
const TRIES = 4;
const SETTLED_AFTER_SWEEPS_MAX = 20;

const cash = { amountMinor: 20_000, method: 'cash' } as const;
const BOARDING = {
  ...TUITION,
  feeCode: 'BOARDING',
  dueOn: [day('2026-05-31'), day('2026-06-30'), day('2026-07-31')],
};

interface Outcome {
  readonly seed: number;
  readonly committed: number;
  /** Ends of a run that was committed; each has one. */
  readonly completed: number;
  /** Charges by student: four each, when a run was committed. */
  readonly charges: readonly number[];
  readonly lost: number;
  /** Runs that had not ended when everybody had gone. */
  readonly open: number;
}

async function runSchedule(seed: number): Promise<Outcome> {
  const weather = new Weather(seed);
  const { school } = weather;
  const office = await new UndoDesk(school, weather.timing()).setUp();
  const termId = await office.term();
  await office.fees(termId, [TUITION, BOARDING]);
  const students: string[] = [];
  for (let n = 0; n < STUDENTS; n += 1) students.push(await office.student(`HS-${n}`));
  const { digest } = await previewOf(office, termId);
  const desk = () => new Desk(weather.process(), weather.timing()).setUp();

  const acknowledged: string[] = [];
  const bursar = async (n: number) => {
    await weather.trying(TRIES, async () => (await desk()).commit(termId, { digest }, `run-${n}`));
    for (let s = 0; s < SWEEPS; s += 1) {
      await weather.turn();
      await weather.trying(1, async () => (await desk()).runSweeper.sweep());
    }
  };
  const cashier = async (n: number) => {
    const studentId = students[weather.below(STUDENTS)] ?? '';
    const paid = await weather.trying(TRIES, async () =>
      (await desk()).pay(studentId, cash, `paid-${n}`),
    );
    if (paid !== undefined) acknowledged.push(paid.answer.payment.id);
  };
  await weather.storm(() => [
    ...Array.from({ length: BURSARS }, (_, n) => bursar(n)),
    ...Array.from({ length: PAYMENTS }, (_, n) => cashier(n)),
  ]);

  const before = await runsIn(weather);
  const last = await new Desk(school, weather.timing()).setUp();
  for (let s = 0; s < SETTLED_AFTER_SWEEPS_MAX; s += 1) {
    await last.runSweeper.sweep();
    await new Promise((resolve) => setImmediate(resolve));
    const { committed, completed } = await runsIn(weather);
    if (committed.length === completed.length) break;
  }
  const { committed, completed } = await runsIn(weather);
  const accounts = await Promise.all(students.map((studentId) => office.account(studentId)));
  for (const account of accounts) assertAccountInvariants(account);
  const recorded = new Set(accounts.flatMap(({ payments }) => [...payments.keys()]));
  return {
    seed,
    committed: new Set(committed).size,
    completed: completed.length,
    charges: accounts.map(({ charges }) => charges.size),
    lost: acknowledged.filter((paymentId) => !recorded.has(paymentId)).length,
    open: before.committed.length - before.completed.length,
  };
}

/** Streams of the runs that were committed, and of those that ended, as often as they did. */
async function runsIn({ school }: Weather) {
  const log = await school.store.readAll({ count: 10_000 });
  const streamsOf = (type: string) => log.filter((e) => e.type === type).map((e) => e.stream);
  return {
    committed: streamsOf('ChargeRunCommitted'),
    completed: streamsOf('ChargeRunCompleted'),
  };
}

describe('charge runs of two processes under crashes and lost answers', () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    for (const seed of seedsOf(SCHEDULES)) outcomes.push(await runSchedule(seed));
  }, 600_000);

  it('end once when they were committed', () => {
    expect(outcomes.filter(({ committed, completed }) => committed !== completed)).toEqual([]);
  });

  it('charge every student each instalment once, and nobody when none was committed', () => {
    const wrong = outcomes.filter(({ charges, committed }) =>
      charges.some((count) => count !== (committed === 0 ? 0 : 4)),
    );
    expect(wrong).toEqual([]);
  });

  it('lose no acknowledged payment on the same accounts', () => {
    expect(outcomes.filter(({ lost }) => lost > 0)).toEqual([]);
  });

  it('met every case: two runs at once, and runs that nobody had finished', () => {
    expect(outcomes.some(({ committed }) => committed === 2)).toBe(true);
    expect(outcomes.some(({ open }) => open > 0)).toBe(true);
  });
});
