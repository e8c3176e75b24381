// Payments of the past, decided by the product but written past its routes, hundreds of events an
// append: a long log in seconds. They take no receipt numbers, which only the running app may give.
import { randomUUID } from 'node:crypto';
import { APPEND_EVENTS_MAX } from '../../src/eventstore/index.js';
import { present } from '../../src/kernel/assert.js';
import type { RecordedFact } from '../../src/kernel/fact.js';
import { localDate } from '../../src/kernel/local-date.js';
import { recordPayment } from '../../src/modules/billing/domain/record-payment.js';
import {
  accountFold,
  accountStreamOf,
  type AccountFact,
  type StudentAccount,
} from '../../src/modules/billing/index.js';
import type { LogWriter } from './log-writer.js';
import { CURRENCY, TERM } from './sample-books.js';

const AMOUNT_MINOR = 250n;
/** Of one payment: itself, and allocations to at most two charges. */
const EVENTS_A_PAYMENT_MAX = 3;
const PAYMENTS_AN_APPEND = Math.floor(APPEND_EVENTS_MAX / EVENTS_A_PAYMENT_MAX);

/**
 * Appends about so many events to an account.
 * @param known  All its facts so far.
 */
export async function writePastPayments(
  log: LogWriter,
  known: readonly RecordedFact<AccountFact>[],
  { studentId, events }: { studentId: string; events: number },
): Promise<void> {
  const stream = accountStreamOf(studentId);
  let account = known.reduce(
    (state, fact) => accountFold.evolve(state, fact),
    accountFold.initialState,
  );
  let last: RecordedFact = present(known.at(-1), `an event of ${stream}`);
  for (let left = events; left > 0;) {
    const decided = payments(account, { studentId, events: left });
    const facts = await log.append(stream, last, decided.facts);
    last = present(facts.at(-1), 'a written fact');
    account = decided.account;
    left -= facts.length;
  }
}

/** As many payments as one append takes, or as are wanted. */
function payments(
  account: StudentAccount,
  { studentId, events }: { studentId: string; events: number },
) {
  const facts: ReturnType<typeof recordPayment> = [];
  for (let n = 0; n < PAYMENTS_AN_APPEND && facts.length < events; n += 1) {
    const decided = onePayment(account, studentId);
    facts.push(...decided);
    account = decided.reduce(
      (state, fact) => accountFold.evolve(state, fact as AccountFact),
      account,
    );
  }
  return { facts, account };
}

function onePayment(account: StudentAccount, studentId: string) {
  return recordPayment(account, {
    studentId,
    currency: CURRENCY,
    today: localDate(TERM.endsOn),
    closedThrough: undefined,
    paymentId: randomUUID(),
    amountMinor: AMOUNT_MINOR,
    method: 'cash',
    effectiveDate: localDate(TERM.startsOn),
    holdCredit: false,
    secret: { payer: 'Parent of the student' },
  });
}
