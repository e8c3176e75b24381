// What a log holds, read through the official client and folded by the domain: the books as an auditor
// of a restored school would look at them.
import { createEventStore, verifyStream, type StoredEvent } from '../../src/eventstore/index.js';
import {
  accountFold,
  type AccountFact,
  type StudentAccount,
} from '../../src/modules/billing/index.js';
import type { RecordedFact } from '../../src/kernel/fact.js';

export interface BooksOfLog {
  readonly events: readonly StoredEvent[];
  /** By stream; the invariants of each hold. */
  readonly accounts: ReadonlyMap<string, StudentAccount>;
  /** Payments over all accounts. */
  readonly paymentIds: readonly string[];
  /** Of `receiptBook-…`, in the order of the log. */
  readonly receiptNumbers: readonly number[];
}

/** Reads the whole log of a server; every chain of hashes is whole. */
export async function readBooks(connectionString: string): Promise<BooksOfLog> {
  const store = createEventStore({ connectionString });
  try {
    const events = await store.readAll({ count: 1_000_000 });
    const streams = Map.groupBy(events, ({ stream }) => stream);
    for (const stream of streams.values()) expect(verifyStream(stream).sound).toBe(true);
    const accounts = new Map(
      [...streams]
        .filter(([name]) => name.startsWith('studentAccount-'))
        .map(([name, facts]) => [name, folded(facts)]),
    );
    const texts = (type: string, field: string) =>
      events
        .filter((event) => event.type === type)
        .map(({ data }) => data[field])
        .filter((value) => typeof value === 'string');
    return {
      events,
      accounts,
      paymentIds: texts('PaymentRecorded', 'paymentId'),
      receiptNumbers: texts('ReceiptIssued', 'number').map(Number),
    };
  } finally {
    await store.close();
  }
}

function folded(events: readonly StoredEvent[]): StudentAccount {
  const account = events.reduce(
    (state, event) => accountFold.evolve(state, event as unknown as RecordedFact<AccountFact>),
    accountFold.initialState,
  );
  accountFold.assertInvariants(account);
  return account;
}
