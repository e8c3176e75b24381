// The account of a parked student: folded from the log when it is asked for, by the fold that commands
// decide on, because its rows end at an event that the read models can't apply.
import { Inject, Injectable } from '@nestjs/common';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  SUBJECT_KEYS,
  type EventRegistry,
  type EventStore,
  type SubjectKeys,
} from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import { AssertionFailed } from '../../kernel/assert.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import {
  accountAsOf,
  accountFold,
  receiptBookStreamOf,
  type StudentAccount,
} from '../../modules/billing/index.js';
import { ReadModels } from '../read-models.js';
import type { Account } from './account.shapes.js';
import { given, liveFactsOf, type LiveFact, type LiveFactTools } from './live-facts.js';
import { livePartsOf } from './live-parts.js';
import { liveRows, type LiveRows } from './live.statements.js';
import { liveSumsOf } from './live-sums.js';

export type LiveAccount = Account & { readonly timeZone: string };

@Injectable()
export class LiveAccounts {
  private readonly tools: LiveFactTools;

  constructor(
    private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(EVENT_REGISTRY) registry: EventRegistry,
    @Inject(SUBJECT_KEYS) keys: SubjectKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.tools = { store, registry, keys };
  }

  /**
   * The account of a parked student, up to the event that the read models are at; undefined for any
   * other student. O(facts of the account and of its receipt books).
   * @throws AppError `unavailable` (`read_model_incomplete`) when the log can't be folded either, or
   *   does not say who the student is; `store_unavailable`.
   */
  async find(studentId: Uuid, asOf: LocalDate | undefined): Promise<LiveAccount | undefined> {
    const now = this.clock.now().toISOString();
    const rows = await this.readModels.read<LiveRows>(liveRows, [studentId, now, asOf ?? null]);
    const [parked] = rows.parked;
    if (parked === undefined) return undefined;
    const [student] = rows.students;
    if (student === undefined) throw incomplete(studentId, undefined);
    const { position, lagSeconds, terms } = rows;
    const facts = await liveFactsOf(this.tools, studentId, BigInt(parked.commit));
    const receiptNos = await this.receiptNosOf(facts);
    const { currency, timeZone, ...person } = student;
    const about = { position, lagSeconds, parked: true, student: person, timeZone } as const;
    return assertable(studentId, () => {
      const account = folded(facts, asOf);
      const money = { currency: account.opened?.currency ?? currency, ...given({ asOf }) };
      const parts = livePartsOf({ account, facts, receiptNos });
      return { ...about, ...money, ...liveSumsOf(account, terms), ...parts };
    });
  }

  private async receiptNosOf(facts: readonly LiveFact[]): Promise<Map<Uuid, number>> {
    const books = new Set<string>();
    for (const { type, data } of facts) {
      if (type === 'PaymentRecorded' && data.receiptBook !== undefined) books.add(data.receiptBook);
    }
    const numbers = new Map<Uuid, number>();
    for (const book of books) {
      const receipts = await this.tools.store.readStream(receiptBookStreamOf(book));
      for (const { data, revision } of receipts) {
        if (typeof data['paymentId'] === 'string') numbers.set(data['paymentId'], revision + 1);
      }
    }
    return numbers;
  }
}

function folded(facts: readonly LiveFact[], asOf: LocalDate | undefined): StudentAccount {
  if (asOf !== undefined) return accountAsOf(facts, asOf);
  const account = facts.reduce<StudentAccount>(
    (state, fact) => accountFold.evolve(state, fact),
    accountFold.initialState,
  );
  accountFold.assertInvariants(account);
  return account;
}

/** What contradicts itself in the log is no answer. */
function assertable<T>(studentId: Uuid, fold: () => T): T {
  try {
    return fold();
  } catch (cause) {
    if (cause instanceof AssertionFailed) throw incomplete(studentId, cause);
    throw cause;
  }
}

function incomplete(studentId: Uuid, cause: unknown): AppError {
  const message = `The account of student ${studentId} can't be read now: an event of it needs mending.`;
  return new AppError('unavailable', message, { code: 'read_model_incomplete', cause });
}
