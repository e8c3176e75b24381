// Payments of the past, written into the log by the product's own decision and codec but past its
// routes, hundreds of events an append: a long log in seconds. They take no receipt numbers, which
// only the running app may give.
import { randomUUID } from 'node:crypto';
import { openBooks } from '../../src/cli/open-books.js';
import { Codec } from '../../src/eventstore/codec.js';
import { APPEND_EVENTS_MAX } from '../../src/eventstore/index.js';
import { originOf } from '../../src/eventstore/metadata.js';
import { systemClock } from '../../src/kernel/clock.js';
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
import { CURRENCY, TERM } from './sample-books.js';

type OpenBooks = Awaited<ReturnType<typeof openBooks>>;

const AMOUNT_MINOR = 250n;
/** Of one payment: itself, and allocations to at most two charges. */
const EVENTS_A_PAYMENT_MAX = 3;
const PAYMENTS_AN_APPEND = Math.floor(APPEND_EVENTS_MAX / EVENTS_A_PAYMENT_MAX);

/**
 * Appends about so many events, spread evenly over the students.
 * @param environment  Names the stores, as for the command line.
 * @throws Error when an append is not taken.
 */
export async function writePastPayments(
  environment: NodeJS.ProcessEnv,
  { studentIds, events }: { studentIds: readonly string[]; events: number },
): Promise<void> {
  const books = await openBooks(environment);
  try {
    const each = Math.ceil(events / studentIds.length);
    for (const studentId of studentIds) await writeOne(books, { studentId, events: each });
  } finally {
    await books.close();
  }
}

async function writeOne(
  { store, registry, keys }: OpenBooks,
  { studentId, events }: { studentId: string; events: number },
): Promise<void> {
  const stream = accountStreamOf(studentId);
  const codec = new Codec(registry, keys);
  const stored = await store.readStream(stream);
  const known = stored.map((event) => registry.upcast<AccountFact>(event));
  let account = known.reduce(
    (state, fact) => accountFold.evolve(state, fact),
    accountFold.initialState,
  );
  let last: RecordedFact = present(known.at(-1), `an event of ${stream}`);
  for (let left = events; left > 0;) {
    const decided = payments(account, { studentId, events: left });
    const { events: encoded, facts } = await codec.encode(decided.facts, {
      stream,
      firstRevision: last.revision + 1,
      prevHash: last.metadata.hash,
      origin: originAfter(last),
      idOf: () => randomUUID(),
    });
    const outcome = await store.append(stream, last.revision, encoded);
    if (outcome.kind !== 'appended') throw new Error(`an append to ${stream}: ${outcome.kind}`);
    last = present(facts.at(-1), 'an encoded fact');
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
    const decided = recordPayment(account, {
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
    facts.push(...decided);
    account = decided.reduce(
      (state, fact) => accountFold.evolve(state, fact as AccountFact),
      account,
    );
  }
  return { facts, account };
}

function originAfter({ metadata }: RecordedFact) {
  const commandId = randomUUID();
  return originOf(
    { commandId, correlationId: commandId, principal: metadata.principal, actorRole: 'cashier' },
    {
      now: systemClock.now(),
      previousRecordedAt: metadata.recordedAt,
      schoolId: metadata.schoolId,
      appVersion: metadata.appVersion,
    },
  );
}
