// A school at work in one process: the real commands and processes over an event log in memory.
import { createHash, randomUUID } from 'node:crypto';
import {
  CommandLog,
  EventRegistry,
  type CommandContext,
  type EffectGate,
  type Timing,
} from '../../src/eventstore/index.js';
import { commandIdOf } from '../../src/kernel/ids.js';
import { localDate } from '../../src/kernel/local-date.js';
import { AccountCommands } from '../../src/modules/billing/account-commands.js';
import { BILLING_EVENTS, type PaymentRequest } from '../../src/modules/billing/index.js';
import {
  CommitChargeRun,
  CommitChargeRunHandler,
} from '../../src/modules/billing/commands/commit-charge-run.js';
import { ConfigureSchoolHandler } from '../../src/modules/billing/commands/configure-school.js';
import { OpenTerm, OpenTermHandler } from '../../src/modules/billing/commands/open-term.js';
import { PreviewChargeRunHandler } from '../../src/modules/billing/commands/preview-charge-run.js';
import {
  PublishFeeSchedule,
  PublishFeeScheduleHandler,
} from '../../src/modules/billing/commands/publish-fee-schedule.js';
import {
  RaiseCharge,
  RaiseChargeHandler,
  type ChargeRequest,
} from '../../src/modules/billing/commands/raise-charge.js';
import {
  RecordPayment,
  RecordPaymentHandler,
} from '../../src/modules/billing/commands/record-payment.js';
import {
  ScheduleTerm,
  ScheduleTermHandler,
} from '../../src/modules/billing/commands/schedule-term.js';
import type { FeeLine } from '../../src/modules/billing/domain/fee-schedule.js';
import { ReferenceClaims } from '../../src/modules/billing/processes/claim-reference.js';
import { ReceiptIssuer } from '../../src/modules/billing/processes/issue-receipts.js';
import { ChargePlans } from '../../src/modules/billing/processes/plan-charges.js';
import { ReceiptOrders } from '../../src/modules/billing/processes/receipt-order.js';
import { ChargeRunWork } from '../../src/modules/billing/processes/charge-run-work.js';
import { ChargeRunUndoer } from '../../src/modules/billing/processes/undo-charge-run.js';
import { ChargeRunner } from '../../src/modules/billing/processes/run-charges.js';
import { ChargeRunSweeper } from '../../src/modules/billing/processes/sweep-charge-runs.js';
import { ReceiptSweeper } from '../../src/modules/billing/processes/sweep-receipts.js';
import { SchoolRegister } from '../../src/modules/billing/school-register.js';
import { setUpSchool } from '../../src/modules/billing/set-up-school.js';
import { SettledSettings } from '../../src/modules/billing/settled-settings.js';
import {
  STUDENT_EVENTS,
  serverSecret,
  StudentDirectory,
  StudentRecords,
} from '../../src/modules/students/index.js';
import {
  RegisterStudent,
  RegisterStudentHandler,
  type Registration,
} from '../../src/modules/students/commands/register-student.js';
import { AdmissionNumberClaims } from '../../src/modules/students/processes/claim-admission-number.js';
import { schoolDaysOf } from '../../src/school-days.js';
import { TARIRO, clockTiming, loggerInto, rosterOf, type School } from './school-tools.js';

export const CASHIER = 'user:01890000-0000-7000-8000-0000000000aa';
export const day = localDate;

/** One process of the school; start another over the same school after a crash. */
export class Desk {
  readonly log: CommandLog;
  readonly fences: CommandLog;
  readonly register: SchoolRegister;
  readonly accounts: AccountCommands;
  readonly issuer: ReceiptIssuer;
  readonly runner: ChargeRunner;
  readonly undoer: ChargeRunUndoer;
  readonly receiptSweeper: ReceiptSweeper;
  readonly runSweeper: ChargeRunSweeper;
  readonly configure: ConfigureSchoolHandler;
  readonly preview: PreviewChargeRunHandler;
  readonly logged: string[] = [];
  private readonly handlers: Handlers;
  private schoolId: string | undefined;

  constructor(
    readonly school: School,
    timing: Timing = clockTiming(school.clock),
  ) {
    const { store, clock, keys, checkpoints } = school;
    const registry = new EventRegistry([...STUDENT_EVENTS, ...BILLING_EVENTS]);
    const schoolId = () => this.schoolId ?? '01890000-0000-7000-8000-000000000001';
    const options = { store, registry, keys, clock, timing, schoolId, appVersion: '0.1.0' };
    this.log = new CommandLog(options);
    this.fences = new CommandLog(options);
    this.register = new SchoolRegister(this.log, clock);
    const logger = loggerInto(this.logged);
    const secret = serverSecret(Buffer.alloc(32, 7));
    const directory = new StudentDirectory(
      new StudentRecords(store, registry, keys),
      schoolDaysOf(this.register),
    );
    const settings = new SettledSettings(this.register, store);
    this.accounts = new AccountCommands(this.log, this.register, settings, directory);
    const names = { nameOf: async () => 'R. Dube' };
    const orders = new ReceiptOrders(this.register, directory, store, registry, keys, names);
    const plans = new ChargePlans(this.log, this.register, rosterOf(school));
    this.issuer = new ReceiptIssuer(this.log, orders, logger, timing);
    const work = new ChargeRunWork(this.log, logger);
    this.undoer = new ChargeRunUndoer(this.log, work, this.register, this.gate(), logger);
    this.runner = new ChargeRunner(
      this.log,
      work,
      this.register,
      settings,
      directory,
      this.gate(),
      logger,
    );
    this.receiptSweeper = new ReceiptSweeper(
      store,
      checkpoints,
      this.issuer,
      orders,
      clock,
      logger,
    );
    this.runSweeper = new ChargeRunSweeper(
      store,
      checkpoints,
      this.log,
      this.runner,
      this.undoer,
      clock,
      logger,
    );
    this.preview = new PreviewChargeRunHandler(plans);
    const books = { whileHeld: <T>(work: () => Promise<T>) => work() };
    this.configure = new ConfigureSchoolHandler(this.log, this.register, settings, books);
    const { log, fences, register } = this;
    const references = new ReferenceClaims(log, fences, register, clock, timing);
    const claims = new AdmissionNumberClaims(log, fences, clock, timing);
    this.handlers = {
      pay: new RecordPaymentHandler(this.accounts, references, this.issuer, secret),
      charge: new RaiseChargeHandler(this.accounts, register),
      student: new RegisterStudentHandler(log, claims, keys, secret),
      term: new ScheduleTermHandler(log, register),
      open: new OpenTermHandler(log),
      fees: new PublishFeeScheduleHandler(log, register, settings),
      run: new CommitChargeRunHandler(log, register, plans, this.runner, store, rosterOf(school)),
    };
  }

  /** Configures the school: US dollars, Harare, school years from 1 January. */
  async setUp(): Promise<this> {
    const identity = { learn: (id: string) => (this.schoolId = id) };
    await setUpSchool(
      { log: this.log, identity, clock: this.school.clock },
      {
        name: 'Hillside School',
        currency: 'USD',
        timeZone: 'Africa/Harare',
        schoolYearStartsOn: '01-01',
        fourEyesLimitMinor: 10_000n,
        retentionYears: 7,
      },
    );
    return this;
  }

  pay(studentId: string, payment: PaymentRequest, key?: string) {
    return this.handlers.pay.execute(new RecordPayment(studentId, payment, this.by(key, payment)));
  }

  charge(studentId: string, charge: ChargeRequest, key?: string) {
    return this.handlers.charge.execute(new RaiseCharge(studentId, charge, this.by(key, charge)));
  }

  async admit(registration: Partial<Registration>, key?: string, more: { ifMatch?: number } = {}) {
    const whole = { ...TARIRO, ...registration };
    const by = { ...this.by(key, whole), ...more };
    return this.handlers.student.execute(new RegisterStudent(whole, by));
  }

  /** Registers a student; the read model knows it at once. */
  async student(admissionNo: string, studentClass = '7A'): Promise<string> {
    const { answer } = await this.admit({ admissionNo, class: studentClass });
    this.school.students.push({ studentId: answer.id, class: studentClass });
    return answer.id;
  }

  /** Schedules and opens the Second Term of 2026; the id. */
  async term(): Promise<string> {
    const term = {
      name: 'Second Term (2026)',
      schoolYear: '2026',
      startsOn: day('2026-05-04'),
      endsOn: day('2026-08-07'),
    };
    const { answer } = await this.handlers.term.execute(new ScheduleTerm(term, this.by()));
    await this.handlers.open.execute(new OpenTerm(answer.id, this.by()));
    return answer.id;
  }

  fees(termId: string, lines: readonly FeeLine[]) {
    return this.handlers.fees.execute(new PublishFeeSchedule(termId, lines, this.by()));
  }

  commit(termId: string, run: { digest: string; class?: string }, key?: string) {
    return this.handlers.run.execute(new CommitChargeRun(termId, run, this.by(key, run)));
  }

  /** Types of a stream's events, in order. */
  async typesOf(stream: string): Promise<string[]> {
    return (await this.school.store.readStream(stream)).map(({ type }) => type);
  }

  by(key: string = randomUUID(), body: object = {}): { context: CommandContext; gate: EffectGate } {
    const commandId = commandIdOf(CASHIER, key);
    const requestHash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const context = { commandId, requestHash, principal: CASHIER, correlationId: commandId };
    return { context: { ...context, actorRole: 'cashier' }, gate: this.gate() };
  }

  private gate(): EffectGate {
    return {
      enter: async () => ({ books: this.school.books, leave: () => undefined }),
      lastKnownBooks: () => ({ closedThrough: undefined }),
    };
  }
}

interface Handlers {
  readonly pay: RecordPaymentHandler;
  readonly charge: RaiseChargeHandler;
  readonly student: RegisterStudentHandler;
  readonly term: ScheduleTermHandler;
  readonly open: OpenTermHandler;
  readonly fees: PublishFeeScheduleHandler;
  readonly run: CommitChargeRunHandler;
}
