// A desk that also undoes payments: reverses, refunds, holds and moves them, with the real commands and
// the real process of the move.
import { EventRegistry, type Timing } from '../../src/eventstore/index.js';
import { HoldCredit, HoldCreditHandler } from '../../src/modules/billing/commands/hold-credit.js';
import {
  MovePayment,
  MovePaymentHandler,
  type MoveRequest,
} from '../../src/modules/billing/commands/move-payment.js';
import {
  RefundPayment,
  RefundPaymentHandler,
  type RefundRequest,
} from '../../src/modules/billing/commands/refund-payment.js';
import {
  ReversePayment,
  ReversePaymentHandler,
} from '../../src/modules/billing/commands/reverse-payment.js';
import {
  ReverseRefund,
  ReverseRefundHandler,
} from '../../src/modules/billing/commands/reverse-refund.js';
import { ReferenceClaims } from '../../src/modules/billing/processes/claim-reference.js';
import { PaymentMover } from '../../src/modules/billing/processes/move-payment.js';
import { PaymentSecrets } from '../../src/modules/billing/processes/payment-secrets.js';
import { MoveSweeper } from '../../src/modules/billing/processes/sweep-moves.js';
import {
  accountFold,
  accountStreamOf,
  accountTotals,
  BILLING_EVENTS,
  type StudentAccount,
} from '../../src/modules/billing/index.js';
import {
  STUDENT_EVENTS,
  StudentDirectory,
  StudentRecords,
} from '../../src/modules/students/index.js';
import { schoolDaysOf } from '../../src/school-days.js';
import { Desk } from './school-desk.js';
import { clockTiming, loggerInto, type School } from './school-tools.js';

export const BOUNCED = { reason: 'The cheque bounced' } as const;
export const OVERPAID = { reason: 'Paid twice', reasonCode: 'overpaid' } as const;

export class UndoDesk extends Desk {
  readonly moveSweeper: MoveSweeper;
  private readonly mover: PaymentMover;
  private readonly directory: StudentDirectory;

  constructor(
    school: School,
    private readonly timing: Timing = clockTiming(school.clock),
  ) {
    super(school, timing);
    const { store, clock, keys, checkpoints } = school;
    const { log, fences, register } = this;
    const registry = new EventRegistry([...STUDENT_EVENTS, ...BILLING_EVENTS]);
    const records = new StudentRecords(store, registry, keys);
    this.directory = new StudentDirectory(records, schoolDaysOf(register));
    const references = new ReferenceClaims(log, fences, register, clock, timing);
    const secrets = new PaymentSecrets(store, keys);
    this.mover = new PaymentMover(log, register, references, secrets, this.by().gate);
    const logger = loggerInto(this.logged);
    this.moveSweeper = new MoveSweeper(store, checkpoints, this.mover, clock, logger);
  }

  reverse(studentId: string, paymentId: string, key?: string, request: object = BOUNCED) {
    const command = { ...BOUNCED, ...request };
    const by = this.by(key, command);
    const handler = new ReversePaymentHandler(this.accounts);
    return handler.execute(new ReversePayment(studentId, paymentId, command, by));
  }

  refund(studentId: string, paymentId: string, request: Partial<RefundRequest>, key?: string) {
    const whole = { amountMinor: 2_000, ...OVERPAID, ...request };
    const handler = new RefundPaymentHandler(this.accounts);
    return handler.execute(new RefundPayment(studentId, paymentId, whole, this.by(key, whole)));
  }

  reverseRefund(studentId: string, refundId: string, key?: string) {
    const request = { reason: 'Never handed out' };
    const handler = new ReverseRefundHandler(this.accounts);
    return handler.execute(new ReverseRefund(studentId, refundId, request, this.by(key, request)));
  }

  hold(studentId: string, paymentId: string, hold: boolean, key?: string) {
    const handler = new HoldCreditHandler(this.accounts);
    return handler.execute(new HoldCredit(studentId, paymentId, hold, this.by(key, { hold })));
  }

  move(studentId: string, paymentId: string, toStudentId: string, key?: string) {
    const request: MoveRequest = { toStudentId, reason: 'Typed the brother’s name' };
    const { accounts, directory, mover, issuer, timing } = this;
    const handler = new MovePaymentHandler(accounts, directory, mover, issuer, timing);
    return handler.execute(new MovePayment(studentId, paymentId, request, this.by(key, request)));
  }

  /** Net of a student's account, minor units, from the log. */
  async netOf(studentId: string): Promise<bigint> {
    return accountTotals(await this.account(studentId)).netMinor;
  }

  async account(studentId: string): Promise<StudentAccount> {
    return (await this.log.load(accountStreamOf(studentId), accountFold)).state;
  }
}
