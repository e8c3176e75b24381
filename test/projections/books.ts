// Books of a small school, written fact by fact into a log in memory by the real decisions, so that a
// read model can be compared with the fold of what was written.
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { StoredEvent } from '../../src/eventstore/port.js';
import { Sealer } from '../../src/eventstore/sealing.js';
import type { Fact, FactMetadata, NewFact } from '../../src/kernel/fact.js';
import { derivedId, NAMESPACE, type Uuid } from '../../src/kernel/ids.js';
import { localDate, type LocalDate } from '../../src/kernel/local-date.js';
import { raiseCharge } from '../../src/modules/billing/domain/raise-charge.js';
import { recordPayment } from '../../src/modules/billing/domain/record-payment.js';
import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import type { KeyRing } from '../../src/projections/runner/event-decoder.js';
import { ScriptedLog } from './scripted-log.js';

export const TERM_ID = idOf('second term');
export const SCHOOL_ID = idOf('school');
const TODAY = localDate('2026-07-16');

/** A stable id for a name, so that a test reads `idOf('Moyo')`. */
export function idOf(name: string): Uuid {
  return derivedId(NAMESPACE, 'test', name);
}

export class Books implements KeyRing {
  readonly log = new ScriptedLog();
  private readonly sealer = new Sealer();
  private readonly keys = new Map<Uuid, KeyObject | 'erased'>();
  private readonly streams = new Map<string, StoredEvent[]>();
  private commit = 100n;

  /** A configured school with one open term. */
  openSchool(): this {
    this.write('school-main', {
      type: 'SchoolConfigured',
      data: {
        schoolId: SCHOOL_ID,
        name: 'Hillside School',
        currency: 'USD',
        currencyExponent: '2',
        timeZone: 'Africa/Harare',
        schoolYearStartsOn: '01-01',
        fourEyesLimitMinor: '10000',
        retentionYears: '7',
      },
    });
    const [startsOn, endsOn] = ['2026-05-05', '2026-08-07'];
    const [schoolYear, name] = ['2026', 'Second Term (2026)'];
    const year = { schoolYear, startsOn: '2026-01-01', endsOn: '2026-12-31' };
    this.write('calendar-main', { type: 'SchoolYearDefined', data: year });
    const term = { termId: TERM_ID, schoolYear, name, startsOn, endsOn };
    this.write('calendar-main', { type: 'TermScheduled', data: term });
    this.write('calendar-main', { type: 'TermOpened', data: { termId: TERM_ID } });
    return this;
  }

  register(name: string, more: { class?: string; givenName?: string; no?: string } = {}): Uuid {
    const studentId = idOf(name);
    this.keys.set(studentId, createSecretKey(randomBytes(32)));
    this.write(`student-${studentId}`, {
      type: 'StudentRegistered',
      data: {
        studentId,
        admissionDigest: 'd'.repeat(64),
        class: more.class ?? 'Form 2A',
        enrolledOn: '2026-01-13',
      },
      secret: {
        admissionNo: more.no ?? `HS-${name}`,
        givenName: more.givenName ?? 'Anert',
        familyName: name,
        guardians: [],
      },
      subjectId: studentId,
    });
    return studentId;
  }

  charge(studentId: Uuid, name: string, amountMinor: bigint, dueOn = '2026-05-12'): Uuid {
    const chargeId = idOf(`${studentId} ${name}`);
    this.decided(studentId, (account) =>
      raiseCharge(account, {
        ...holder(studentId),
        chargeId,
        termId: TERM_ID,
        feeCode: name,
        description: `Fee ${name}`,
        amountMinor,
        dueOn: localDate(dueOn),
        effectiveDate: localDate('2026-05-05'),
        priority: 100,
      }),
    );
    return chargeId;
  }

  pay(
    studentId: Uuid,
    name: string,
    amountMinor: bigint,
    more: { holdCredit?: boolean; receiptBook?: string } = {},
  ): Uuid {
    const paymentId = idOf(`${studentId} payment ${name}`);
    const { holdCredit = false, receiptBook = '2026' } = more;
    this.decided(studentId, (account) =>
      recordPayment(account, {
        ...holder(studentId),
        paymentId,
        amountMinor,
        method: 'cash',
        effectiveDate: localDate('2026-06-02'),
        holdCredit,
        receiptBook,
        secret: { payer: 'Mrs Moyo' },
      }),
    );
    return paymentId;
  }

  issueReceipt(studentId: Uuid, paymentId: Uuid, amountMinor: bigint): number {
    const number = this.events('receiptBook-2026').length + 1;
    this.write('receiptBook-2026', {
      type: 'ReceiptIssued',
      data: {
        number: `${number}`,
        receiptId: derivedId(paymentId, 'receipt'),
        paymentId,
        sourceStream: `studentAccount-${studentId}`,
        sourceRevision: '1',
        sourceHash: 'e'.repeat(64),
        issuedOn: '2026-06-02',
        amountMinor: `${amountMinor}`,
        currency: 'USD',
        method: 'cash',
        templateVersion: '1',
        contentDigest: 'f'.repeat(64),
      },
      secret: { content: receiptContent(amountMinor) },
      subjectId: studentId,
    });
    return number;
  }

  account(studentId: Uuid): StudentAccount {
    const facts = this.events(`studentAccount-${studentId}`) as unknown as AccountFact[];
    return facts.reduce((state, fact) => accountFold.evolve(state, fact), accountFold.initialState);
  }

  erase(studentId: Uuid): void {
    this.keys.set(studentId, 'erased');
  }

  keyOf(subjectId: Uuid): Promise<KeyObject | 'erased'> {
    return Promise.resolve(this.keys.get(subjectId) ?? 'erased');
  }

  keysOf(subjectIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, KeyObject | 'erased'>> {
    return Promise.resolve(new Map(subjectIds.map((id) => [id, this.keys.get(id) ?? 'erased'])));
  }

  /** Appends any fact as an event; its personal data is sealed under its subject's key. */
  write(stream: string, fact: NewFact<Fact>, about: Partial<FactMetadata> = {}): StoredEvent {
    const earlier = this.events(stream);
    const id = derivedId(NAMESPACE, stream, `${earlier.length}`);
    const data = { ...fact.data, ...this.sealed(fact, { stream, id, type: fact.type }) };
    this.commit += 137n;
    const event: StoredEvent = {
      id,
      stream,
      revision: earlier.length,
      type: fact.type,
      data,
      metadata: { ...METADATA, ...about },
      position: { commit: this.commit, prepare: this.commit },
    };
    this.streams.set(stream, [...earlier, event]);
    this.log.add(event);
    return event;
  }

  private events(stream: string): readonly StoredEvent[] {
    return this.streams.get(stream) ?? [];
  }

  /** Writes what a decision on the account as it is says. */
  decided(studentId: Uuid, decide: (account: StudentAccount) => NewFact<AccountFact>[]): void {
    const stream = `studentAccount-${studentId}`;
    for (const fact of decide(this.account(studentId))) this.write(stream, fact);
  }

  private sealed(fact: NewFact, place: { stream: string; id: Uuid; type: string }) {
    const key = this.keys.get(fact.subjectId ?? '');
    if (fact.secret === undefined || fact.subjectId === undefined || key === undefined) return {};
    if (key === 'erased') return {};
    return { sealed: this.sealer.seal(fact.secret, { id: fact.subjectId, key }, place) };
  }
}

/** A school with one student who owes 80.00 and paid 50.00: nine events. */
export function smallBooks(): Books {
  const books = new Books().openSchool();
  const moyo = books.register('Moyo');
  books.charge(moyo, 'TUITION', 8_000n);
  books.pay(moyo, '1', 5_000n);
  return books;
}

const METADATA: FactMetadata = {
  schemaVersion: '1',
  $correlationId: idOf('request'),
  $causationId: idOf('request'),
  commandId: idOf('request'),
  principal: 'user:0198a3c2-6d1e-7c40-9a57-2f6f1d0b7e11',
  actorRole: 'cashier',
  recordedAt: '2026-07-16T08:14:02.117Z',
  schoolId: SCHOOL_ID,
  appVersion: '0.1.0',
  prevHash: '0'.repeat(64),
  hash: '1'.repeat(64),
};

function holder(studentId: Uuid): {
  studentId: Uuid;
  currency: string;
  today: LocalDate;
  closedThrough: undefined;
} {
  return { studentId, currency: 'USD', today: TODAY, closedThrough: undefined };
}

function receiptContent(amountMinor: bigint) {
  return {
    school: 'Hillside School',
    student: 'Anert Moyo',
    admissionNo: 'HS-0412',
    class: 'Form 2A',
    effectiveDate: '2026-06-02',
    lines: [
      { feeCode: 'TUITION', description: 'Fee TUITION', amountMinor: amountMinor.toString() },
    ],
    creditMinor: '0',
    balanceAfterMinor: '0',
    cashier: 'Cashier 2',
    salt: '00'.repeat(16),
  };
}
