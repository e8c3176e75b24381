// Model check: payments with one bank reference on three accounts, by processes that crash, and some of
// them reversed again. Whatever happens: no two payments that count carry the reference at any moment
// of the log, and an honest payment is refused exactly when one does.
import { AppError } from '../../src/kernel/app-error.js';
import { UndoDesk } from './undo-desk.js';
import { seedsOf, Weather } from './weather.js';

const SCHEDULES = 25;
const STUDENTS = 3;
const CASHIERS = 6;
const TRIES = 3;

const transfer = { amountMinor: 8_000, method: 'bank_transfer', externalRef: 'BT-7704' } as const;

interface Outcome {
  readonly seed: number;
  /** Moments of the log at which two payments that counted carried the reference. */
  readonly doubles: number;
  /** Payments and reversals that were acknowledged and are not in the log. */
  readonly lost: number;
  /** How many counted before the honest payment, and what that was told. */
  readonly live: number;
  readonly honest: string;
  readonly reversed: number;
  readonly fenced: number;
}

async function runSchedule(seed: number): Promise<Outcome> {
  const weather = new Weather(seed);
  const { school } = weather;
  const desk = () => new UndoDesk(school, weather.timing()).setUp();
  const students: string[] = [];
  for (let n = 0; n <= STUDENTS; n += 1) students.push(await (await desk()).student(`HS-${n}`));

  const acknowledged: string[] = [];
  const cashier = async (n: number) => {
    const studentId = students[weather.below(STUDENTS)] ?? '';
    const paid = await weather.trying(TRIES, async () =>
      (await desk()).pay(studentId, transfer, `key-${n}`),
    );
    if (paid === undefined) return;
    const paymentId = paid.answer.payment.id;
    acknowledged.push(`PaymentRecorded ${paymentId}`);
    if (weather.random() < 0.5) return;
    const undone = await weather.trying(TRIES, async () =>
      (await desk()).reverse(studentId, paymentId, `undo-${n}`),
    );
    if (undone !== undefined) acknowledged.push(`PaymentReversed ${paymentId}`);
  };
  await weather.storm(() => Array.from({ length: CASHIERS }, (_, n) => cashier(n)));

  const before = await history(weather);
  const honest = await (await desk()).pay(students[STUDENTS] ?? '', transfer).then(
    () => 'recorded',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
  const after = await history(weather);
  return {
    seed,
    doubles: after.doubles,
    lost: acknowledged.filter((fact) => !after.facts.has(fact)).length,
    live: before.live.size,
    honest,
    reversed: [...after.facts].filter((fact) => fact.startsWith('PaymentReversed')).length,
    fenced: [...after.facts].filter((fact) => fact.startsWith('PaymentAbandoned')).length,
  };
}

/** Payments with the reference that count, event by event in the order of the whole log. */
async function history({ school }: Weather) {
  const live = new Set<string>();
  const facts = new Set<string>();
  let doubles = 0;
  for (const { type, data } of await school.store.readAll({ count: 10_000 })) {
    const { paymentId } = data;
    if (typeof paymentId !== 'string') continue;
    facts.add(`${type} ${paymentId}`);
    if (type === 'PaymentRecorded') live.add(paymentId);
    if (type === 'PaymentReversed') live.delete(paymentId);
    if (live.size > 1) doubles += 1;
  }
  return { live, facts, doubles };
}

describe('a bank reference under crashes, lost answers and reversals', () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    for (const seed of seedsOf(SCHEDULES)) outcomes.push(await runSchedule(seed));
  }, 600_000);

  it('is never carried by two payments that count, not at any moment of the log', () => {
    expect(outcomes.filter(({ doubles }) => doubles > 0)).toEqual([]);
  });

  it('is refused to an honest payment exactly when one that counts carries it', () => {
    const wrong = outcomes.filter(
      ({ live, honest }) => honest !== (live === 1 ? 'duplicate_reference' : 'recorded'),
    );
    expect(wrong).toEqual([]);
  });

  it('loses no acknowledged payment and no acknowledged reversal', () => {
    expect(outcomes.filter(({ lost }) => lost > 0)).toEqual([]);
  });

  it('met every case: it was free and taken at the end, payments were reversed and fenced off', () => {
    expect(new Set(outcomes.map(({ live }) => live))).toEqual(new Set([0, 1]));
    expect(outcomes.some(({ reversed }) => reversed > 0)).toBe(true);
    expect(outcomes.some(({ fenced }) => fenced > 0)).toBe(true);
  });
});
