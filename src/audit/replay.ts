// The auditor's first tool: every event of a student in order, who said it, when, by which rule, and
// the balance before and after. It folds the log alone; no read model is asked.
import { AppError } from '../kernel/app-error.js';
import type { RecordedFact } from '../kernel/fact.js';
import type { Uuid } from '../kernel/ids.js';
import { amountToApi } from '../kernel/money.js';
import type { EventRegistry, EventStore, StoredEvent } from '../eventstore/index.js';
import { verifyStream } from '../eventstore/index.js';
import {
  accountFold,
  accountTotals,
  wholeStatusOf,
  type AccountFact,
  type StudentAccount,
} from '../modules/billing/index.js';
import type { StudentFact } from '../modules/students/index.js';
import type { ReplayBalance, ReplayFrame } from './replay-frame.js';
import { ruleOf } from './rules.js';

/** What the two streams of a student hold. */
type StudentOwnFact = AccountFact | StudentFact;

/**
 * Replays one student from the log.
 * @throws AppError `not_found` (`student_not_found`); `internal` (`chain_broken`) when a stored event
 *   is not the one that was written; `unavailable` when the log can't be read.
 * Source: streams `student-<id>` and `studentAccount-<id>`; O(events of the student).
 */
export async function replayStudent(
  studentId: Uuid,
  log: { store: EventStore; registry: EventRegistry },
): Promise<ReplayFrame[]> {
  const [person, account] = await Promise.all([
    log.store.readStream(`student-${studentId}`),
    log.store.readStream(`studentAccount-${studentId}`),
  ]);
  if (person.length === 0) {
    throw new AppError('not_found', `No student ${studentId} was ever registered.`, {
      code: 'student_not_found',
    });
  }
  for (const events of [person, account]) refuseBrokenChain(events);
  const inLogOrder = [...person, ...account].toSorted(byPosition);
  return framesOf(inLogOrder.map((event) => log.registry.upcast<StudentOwnFact>(event)));
}

function framesOf(facts: readonly RecordedFact<StudentOwnFact>[]): ReplayFrame[] {
  let account = accountFold.initialState;
  return facts.map((fact) => {
    const before = balanceOf(account);
    if (isAccountFact(fact)) account = accountFold.evolve(account, fact);
    return frameOf(fact, before, balanceOf(account));
  });
}

function frameOf(
  fact: RecordedFact<StudentOwnFact>,
  before: ReplayBalance,
  after: ReplayBalance,
): ReplayFrame {
  const { id, stream, revision, type, data, metadata } = fact;
  const { principal, actorRole, requestId, recordedAt, hash } = metadata;
  const reason = 'reasonCode' in data ? String(data.reasonCode) : undefined;
  return {
    event: { id, stream, revision, type, data, recordedAt },
    actor: { principal, role: actorRole, ...(requestId === undefined ? {} : { requestId }) },
    ...(reason === undefined ? {} : { reason }),
    before,
    after,
    rule: ruleOf(fact),
    hash,
  };
}

function balanceOf(account: StudentAccount): ReplayBalance {
  const { outstandingMinor, creditMinor, netMinor } = accountTotals(account);
  return {
    outstandingMinor: amountToApi(outstandingMinor),
    creditMinor: amountToApi(creditMinor),
    netMinor: amountToApi(netMinor),
    paymentStatus: wholeStatusOf(account),
  };
}

function refuseBrokenChain(events: readonly StoredEvent[]): void {
  const verdict = verifyStream(events);
  if (verdict.sound) return;
  const { revision, finding } = verdict;
  const stream = events[0]?.stream;
  throw new AppError('internal', `The history of ${stream} was altered at revision ${revision}.`, {
    code: 'chain_broken',
    extra: { stream, revision, finding },
  });
}

/** A stream's category says whose facts it holds. */
function isAccountFact(fact: RecordedFact<StudentOwnFact>): fact is RecordedFact<AccountFact> {
  return fact.stream.startsWith('studentAccount-');
}

function byPosition(a: StoredEvent, b: StoredEvent): number {
  return Number(a.position.commit - b.position.commit) || a.revision - b.revision;
}
