// What one receipt needs, gathered ahead of the append: the payment as recorded, the account as of
// its batch, and the names that are printed.
import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  SUBJECT_KEYS,
  unseal,
  type EventRegistry,
  type EventStore,
  type LogPosition,
  type SubjectKeys,
} from '../../../eventstore/index.js';
import { present } from '../../../kernel/assert.js';
import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { NewFact, RecordedFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { StudentDirectory } from '../../students/index.js';
import { receiptContentOf, receiptIssued, type ReceiptNames } from '../domain/receipt.js';
import type { ReceiptContent, ReceiptIssued } from '../domain/receipt-book.events.js';
import { accountFold } from '../domain/student-account.fold.js';
import {
  studentOfAccountStream,
  type AccountFact,
  type PaymentRecorded,
  type PaymentRecordedSecret,
} from '../domain/student-account.events.js';
import type { StudentAccount } from '../domain/student-account.js';
import { PRINCIPAL_NAMES, type PrincipalNames } from '../ports.js';
import { SchoolRegister } from '../school-register.js';

/** A payment that was promised a number, with the account up to the last fact of its batch. */
export interface PromisedReceipt {
  readonly payment: RecordedFact<PaymentRecorded>;
  readonly account: StudentAccount;
}

/** Ready to be written under whatever number comes next. */
export interface ReceiptOrder {
  readonly payment: RecordedFact<PaymentRecorded>;
  /** Of the content's text, roughly what it adds to an append. */
  readonly bytes: number;
  numbered(number: number): NewFact<ReceiptIssued>;
}

const SALT_BYTES = 16;
/** What stands in place of a name that was erased. */
const ERASED = 'erased';

@Injectable()
export class ReceiptOrders {
  constructor(
    private readonly register: SchoolRegister,
    private readonly students: StudentDirectory,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_REGISTRY) private readonly registry: EventRegistry,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
    @Inject(PRINCIPAL_NAMES) private readonly names: PrincipalNames,
  ) {}

  async prepare({ payment, account }: PromisedReceipt): Promise<ReceiptOrder> {
    const studentId = studentOfAccountStream(payment.stream);
    const secret = await this.secretOf(payment);
    const salt = randomBytes(SALT_BYTES).toString('hex');
    const { paymentId } = payment.data;
    const names = await this.namesFor(studentId, { payment, account });
    const content = receiptContentOf(account, { paymentId, secret, salt }, names);
    const text = canonicalJson(content);
    const contentDigest = createHash('sha256').update(text, 'utf8').digest('hex');
    const issuedOn = this.register.today(await this.register.school());
    return {
      payment,
      bytes: Buffer.byteLength(text),
      numbered: (number) =>
        receiptIssued(payment, { number, issuedOn, contentDigest }, sealedFor(studentId, content)),
    };
  }

  /** A promise found in the log after a crash: the account is folded up to the payment's batch. */
  async promiseOf(accountStream: string, paymentId: Uuid): Promise<PromisedReceipt> {
    const events = await this.store.readStream(accountStream);
    const facts = events.map((event) => this.registry.upcast<AccountFact>(event));
    const recorded = facts.filter((fact) => fact.type === 'PaymentRecorded');
    const found = recorded.find(({ data }) => data.paymentId === paymentId);
    const payment = present(found, `payment ${paymentId}`);
    const { commandId } = payment.metadata;
    const end = facts.findLastIndex(({ metadata }) => metadata.commandId === commandId);
    const account = facts
      .slice(0, end + 1)
      .reduce((state, fact) => accountFold.evolve(state, fact), accountFold.initialState);
    return { payment, account };
  }

  /** Where in the log a receipt of a book stands. */
  async positionOf(bookStream: string, number: number): Promise<LogPosition> {
    const [receipt] = await this.store.readStream(bookStream, number - 1, 1);
    return present(receipt, `receipt ${number} of ${bookStream}`).position;
  }

  private async secretOf(payment: RecordedFact<PaymentRecorded>): Promise<PaymentRecordedSecret> {
    const secret = await unseal(payment, this.keys);
    return secret === undefined || secret === 'erased' ? {} : (secret as PaymentRecordedSecret);
  }

  private async namesFor(studentId: Uuid, promised: PromisedReceipt): Promise<ReceiptNames> {
    const { payment, account } = promised;
    const paid = [...account.allocations.values()]
      .filter((line) => line.paymentId === payment.data.paymentId)
      .map((line) => account.charges.get(line.chargeId)?.termId);
    const [school, student, termNames, cashier] = await Promise.all([
      this.register.school(),
      this.students.get(studentId),
      this.register.termNames(paid),
      this.names.nameOf(payment.metadata.principal),
    ]);
    const { person } = student;
    return {
      school: school.name,
      student: person === undefined ? ERASED : `${person.givenName} ${person.familyName}`,
      admissionNo: person?.admissionNo ?? ERASED,
      class: student.class,
      cashier,
      termNames,
    };
  }
}

function sealedFor(
  subjectId: Uuid,
  content: ReceiptContent,
): { subjectId: Uuid; content: ReceiptContent } {
  return { subjectId, content };
}
