// The books of every student, from `studentAccount-<id>`, and the number that the receipt book gave
// to a payment. Each fact adds to rows; nothing is read back but the term of a charge that a fact
// names by id alone.
import { LRUCache } from 'lru-cache';
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { amountFromEvent, sum } from '../../kernel/money.js';
import type {
  ChargeRaisedData,
  PaymentRecordedSecret,
} from '../../modules/billing/domain/student-account.events.js';
import type { Changes } from '../runner/changes.js';
import {
  idOfStream,
  isAccountStream,
  type EventOf,
  type ProjectedEvent,
} from '../runner/projected-event.js';
import type { Handlers, ReadModel, ReadModelPlace } from '../runner/read-model.js';
import { ACCOUNT, ALLOCATION, CHARGE, NO_TERM, PAYMENT, STUDENT_TERM } from './account.tables.js';

const REMEMBERED_CHARGES = 100_000;

export class AccountProjection implements ReadModel {
  readonly tables = [ACCOUNT, STUDENT_TERM, CHARGE, PAYMENT, ALLOCATION];

  readonly on: Handlers = {
    AccountOpened: opened,
    ChargeRaised: raised,
    PaymentRecorded: recorded,
    PaymentAllocated: (event, changes) => this.allocated(event, changes),
    ReceiptIssued: numbered,
  };

  /** A charge never changes its term, so what is remembered is true in every transaction. */
  private readonly termOfCharge = new LRUCache<Uuid, Uuid>({ max: REMEMBERED_CHARGES });

  async prepare(
    events: readonly ProjectedEvent[],
    { transaction, schema }: ReadModelPlace,
  ): Promise<void> {
    const unknown = new Map<Uuid, Uuid>();
    for (const event of events) {
      if (event.type === 'ChargeRaised') this.remember(event.data);
      if (event.type !== 'PaymentAllocated') continue;
      for (const { chargeId } of event.data.lines) {
        if (!this.termOfCharge.has(chargeId)) unknown.set(chargeId, idOfStream(event.stream));
      }
    }
    if (unknown.size === 0) return;
    const { rows } = await transaction.query<{ chargeId: Uuid; termId: Uuid }>(
      `select charge_id as "chargeId", coalesce(term_id, '${NO_TERM}') as "termId"
       from ${schema}.charge
       where (student_id, charge_id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
      [[...unknown.values()], [...unknown.keys()]],
    );
    for (const { chargeId, termId } of rows) this.termOfCharge.set(chargeId, termId);
  }

  private allocated(event: EventOf<'PaymentAllocated'>, changes: Changes): void {
    const studentId = idOfStream(event.stream);
    const { paymentId, rule, lines } = event.data;
    for (const { allocationId, chargeId, effectiveDate, ...line } of lines) {
      const amountMinor = amountFromEvent(line.amountMinor);
      const termId = present(this.termOfCharge.get(chargeId), `term of charge ${chargeId}`);
      const row = { paymentId, chargeId, effectiveDate, rule, amountMinor };
      changes.put(ALLOCATION, event, { studentId, allocationId: Number(allocationId), ...row });
      changes.put(CHARGE, event, { studentId, chargeId, allocatedMinor: amountMinor });
      changes.put(STUDENT_TERM, event, { studentId, termId, allocatedMinor: amountMinor });
    }
    const allocatedMinor = sum(lines.map((line) => amountFromEvent(line.amountMinor)));
    changes.put(PAYMENT, event, { studentId, paymentId, allocatedMinor });
    changes.put(ACCOUNT, event, { studentId, allocatedMinor });
  }

  private remember({ chargeId, termId }: ChargeRaisedData): void {
    this.termOfCharge.set(chargeId, termId ?? NO_TERM);
  }
}

function opened(event: EventOf<'AccountOpened'>, changes: Changes): void {
  const { currency, openedOn } = event.data;
  changes.put(ACCOUNT, event, { studentId: idOfStream(event.stream), currency, openedOn });
}

function raised(event: EventOf<'ChargeRaised'>, changes: Changes): void {
  const studentId = idOfStream(event.stream);
  const { chargeId, kind, termId, feeCode, description, effectiveDate, dueOn } = event.data;
  const { instalment, chargeRunId, priority, feeScheduleVersion } = event.data;
  const amountMinor = amountFromEvent(event.data.amountMinor);
  const added = { chargedMinor: amountMinor, charges: 1n };
  changes.put(CHARGE, event, {
    studentId,
    chargeId,
    kind,
    termId,
    feeCode,
    description,
    effectiveDate,
    dueOn,
    instalmentNo: numberOf(instalment?.no),
    instalmentOf: numberOf(instalment?.of),
    priority: Number(priority),
    chargeRunId,
    feeScheduleVersion: numberOf(feeScheduleVersion),
    recordedAt: event.metadata.recordedAt,
    raisedIndex: BigInt(event.index),
    amountMinor,
  });
  changes.put(STUDENT_TERM, event, { studentId, termId: termId ?? NO_TERM, ...added });
  changes.put(ACCOUNT, event, { studentId, ...added });
}

function recorded(event: EventOf<'PaymentRecorded'>, changes: Changes): void {
  const studentId = idOfStream(event.stream);
  const { paymentId, currency, method, effectiveDate, holdCredit, receiptBook } = event.data;
  const personal = (event.secret === 'erased' ? {} : (event.secret ?? {})) as PaymentRecordedSecret;
  const amountMinor = amountFromEvent(event.data.amountMinor);
  changes.put(PAYMENT, event, {
    studentId,
    paymentId,
    currency,
    method,
    effectiveDate,
    holdCredit,
    receiptBook,
    referenceProvider: event.data.reference?.provider,
    referenceLast4: event.data.reference?.last4,
    recordedAt: event.metadata.recordedAt,
    recordedIndex: BigInt(event.index),
    principal: event.metadata.principal,
    amountMinor,
    payer: personal.payer,
    note: personal.note,
    referenceText: personal.referenceText,
  });
  changes.put(ACCOUNT, event, { studentId, paidMinor: amountMinor });
}

function numbered(event: EventOf<'ReceiptIssued'>, changes: Changes): void {
  const { sourceStream, paymentId, number } = event.data;
  if (!isAccountStream(sourceStream)) return;
  const studentId = idOfStream(sourceStream);
  changes.put(PAYMENT, event, { studentId, paymentId, receiptNo: Number(number) });
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
