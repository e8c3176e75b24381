// One log after whose end schedule upon schedule is played, each with three students of its own.
import { deepStrictEqual } from 'node:assert/strict';
import type { Pool } from 'pg';
import { createPool } from '../../src/database/index.js';
import { accountTotals } from '../../src/modules/billing/domain/account-figures.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import { createReadModelGroup } from '../../src/projections/read-model-group.js';
import { unpark } from '../../src/projections/rebuild/unpark.js';
import { schemaOf, servedVersion } from '../../src/projections/runner/version.js';
import { Books, idOf } from './books.js';
import { LogLines, ProjectionDatabase } from './projector.js';
import { randomFrom } from './random.js';

const STEPS = 12;
const PROJECTOR = 'scheduled projector';
const LEADER = 'bursar-leader';

type Random = (n: number) => number;

export class ScheduleLane {
  played = 0;
  private books = new Books().openSchool();
  /** By student: the event that nobody can read. */
  private readonly poisoned = new Map<string, { readonly stream: string; revision: number }>();
  private readonly discarded = new Set<string>();

  private constructor(
    private readonly database: ProjectionDatabase,
    /** Of the projectors alone: whoever compares is not cut off. */
    private readonly pool: Pool,
  ) {}

  static async create(): Promise<ScheduleLane> {
    const database = await ProjectionDatabase.create();
    const options = { connectionString: database.url, name: PROJECTOR, connectionsMax: 4 };
    return new ScheduleLane(database, createPool(options, new LogLines()));
  }

  /** So many schedules, from a seed on; then every row there is. */
  async playAll(firstSeed: number, count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) await this.play(firstSeed + n);
    await this.compareWithRebuilt();
  }

  /** One schedule and the comparison after it. */
  private async play(seed: number): Promise<void> {
    const random = randomFrom(seed);
    const names = [1, 2, 3].map((n) => `Pupil ${seed}-${n}`);
    if (this.played === 0) this.startRunner();
    for (const name of names) this.books.register(name);
    try {
      for (let step = 0; step < STEPS; step += 1) {
        await this.step(names[random(3)] ?? '', { step, random });
        if (random(3) === 0) await new Promise((resolve) => setTimeout(resolve, random(5)));
      }
      await this.database.untilIndex(this.books.log.events.length);
      for (const name of names) await this.compare(idOf(name));
    } catch (cause) {
      throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
    }
    this.played += 1;
  }

  /** All rows, of parked students as well, against those of a projector that was never disturbed. */
  private async compareWithRebuilt(): Promise<void> {
    await this.database.stopRunners();
    const before = await this.database.contents();
    await this.database.rebuilt(this.books);
    deepStrictEqual(await this.database.contents(), before);
  }

  async reset(): Promise<void> {
    await this.database.reset();
    this.books = new Books().openSchool();
    this.poisoned.clear();
    this.discarded.clear();
    this.played = 0;
  }

  async drop(): Promise<void> {
    await this.database.stopRunners();
    await this.pool.end();
    await this.database.drop();
  }

  private async step(name: string, at: { step: number; random: Random }): Promise<void> {
    const { step, random } = at;
    const student = idOf(name);
    const amountMinor = BigInt(1 + random(20_000));
    const kind = random(20);
    if (kind < 6) this.books.charge(student, `F${step}`, amountMinor, `2026-06-1${random(10)}`);
    else if (kind < 14) this.pay(student, at, amountMinor);
    else if (kind < 15) this.poison(student, step);
    else if (kind < 16) await this.mend();
    else await this.disturb(random);
  }

  private pay(student: string, { step, random }: { step: number; random: Random }, of: bigint) {
    const paymentId = this.books.pay(student, `${step}`, of, { holdCredit: random(5) === 0 });
    if (step % 2 === 0) this.books.issueReceipt(student, paymentId, of);
  }

  /** A payment whose sealed text is none: the account's fold takes it, the projection can't. */
  private poison(student: string, step: number): void {
    if (this.poisoned.has(student)) return;
    const event = this.books.write(`studentAccount-${student}`, {
      type: 'PaymentRecorded',
      data: {
        paymentId: idOf(`${student} poison ${step}`),
        amountMinor: '77',
        currency: 'USD',
        method: 'cash',
        effectiveDate: '2026-06-02',
        holdCredit: true,
        sealed: 'v9.what',
      },
    });
    this.poisoned.set(student, event);
  }

  /** Somebody discards the event that a student is parked on, and unparks. */
  private async mend(): Promise<void> {
    const [student, event] =
      [...this.poisoned].find(([id]) => !this.discarded.has(id)) ?? ([] as const);
    if (student === undefined || event === undefined) return;
    await this.database.untilIndex(this.books.log.events.length);
    const { stream, revision } = event;
    const data = { stream, revision: `${revision}`, reasonCode: 'unreadable' };
    this.books.write('operations-main', { type: 'ParkedEventDiscarded', data });
    this.discarded.add(student);
    const { pool } = this.database;
    const decoder = this.database.decoder(this.books);
    const models = createReadModelGroup();
    await unpark({ store: this.books.log, pool, decoder, models }, student);
  }

  private async disturb(random: Random): Promise<void> {
    const { log } = this.books;
    const disturbances: (() => Promise<void> | void)[] = [
      () => log.drop(),
      () => log.drop(new Error('reset by peer')),
      () => log.deliverAgain(1 + random(20)),
      () => this.startRunner(),
      () => this.startOver(),
      () => this.database.endConnections([LEADER]),
      () => this.database.endConnections([PROJECTOR, LEADER]),
      () => this.crash(),
      () => (random(4) === 0 ? this.database.rebuilt(this.books) : log.drop()),
    ];
    await disturbances[random(disturbances.length)]?.();
  }

  private startRunner(): void {
    this.database.startRunner(this.books.log, this.books, { pool: this.pool });
  }

  private async startOver(): Promise<void> {
    await this.database.stopRunners();
    this.startRunner();
  }

  /** Whatever is in flight is cut off in the middle. */
  private async crash(): Promise<void> {
    const stopped = this.database.stopRunners();
    await this.database.endConnections([PROJECTOR, LEADER]);
    await stopped;
    this.startRunner();
  }

  private async compare(student: string): Promise<void> {
    const {
      chargeCount: _count,
      freeCreditMinor: _free,
      ...totals
    } = accountTotals(this.expected(student));
    const { outstandingMinor: _owed, creditMinor: _credit, netMinor: _net, ...sums } = totals;
    deepStrictEqual({ student, ...(await this.rowOf(student)) }, { student, ...sums });
  }

  /** A parked student's rows end before the event; after it was discarded it is not in them. */
  private expected(student: string): StudentAccount {
    const stream = `studentAccount-${student}`;
    const event = this.poisoned.get(student);
    const isLeftOut = (revision: number) =>
      event !== undefined &&
      (this.discarded.has(student) ? revision === event.revision : revision >= event.revision);
    const events = this.books.log.events.filter(
      (e) => e.stream === stream && !isLeftOut(e.revision),
    );
    return (events as unknown as AccountFact[]).reduce(
      (state, fact) => accountFold.evolve(state, fact),
      accountFold.initialState,
    );
  }

  private async rowOf(student: string): Promise<object> {
    const schema = schemaOf((await servedVersion(this.database.pool)) ?? 0);
    const { rows } = await this.database.pool.query<object>(
      `select charged_minor as "chargedMinor", cancelled_minor as "cancelledMinor",
         adjusted_minor as "adjustedMinor", paid_minor as "paidMinor",
         reversed_minor as "reversedMinor", refunded_minor as "refundedMinor"
       from ${schema}.account where student_id = $1`,
      [student],
    );
    return rows[0] ?? NOTHING;
  }
}

const NOTHING = {
  chargedMinor: 0n,
  cancelledMinor: 0n,
  adjustedMinor: 0n,
  paidMinor: 0n,
  reversedMinor: 0n,
  refundedMinor: 0n,
};
