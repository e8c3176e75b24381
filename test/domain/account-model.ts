// Random commands of every kind on one account, back-dated as far as they may be: the same for the
// same seed. The decisions are the real ones.
import { AppError } from '../../src/kernel/app-error.js';
import type { NewFact } from '../../src/kernel/fact.js';
import { latest, plusDays, type LocalDate } from '../../src/kernel/local-date.js';
import { holdCredit } from '../../src/modules/billing/domain/hold-credit.js';
import { refundPayment } from '../../src/modules/billing/domain/refund-payment.js';
import { reversePayment } from '../../src/modules/billing/domain/reverse-payment.js';
import { reverseRefund } from '../../src/modules/billing/domain/reverse-refund.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import type { AccountFact } from '../../src/modules/billing/domain/student-account.events.js';
import {
  creditOf,
  netOf,
  type StudentAccount,
} from '../../src/modules/billing/domain/student-account.js';
import { randomFrom } from '../projections/random.js';
import { STUDENT, day, idOf, pay, raise } from './account-scenario.js';
import { adjust, cancel, reverseAdjusted } from './undo-charges.scenario.js';

const FIRST_DAY = day('2026-01-01');
const REASON = { reasonCode: 'other' } as const;

/** What a command is made of, before it is decided. */
interface Draw {
  /** A number below n. */
  readonly below: (n: number) => number;
  readonly id: string;
  readonly today: LocalDate;
  /** Up to three days back. */
  readonly back: LocalDate;
  readonly amountMinor: bigint;
}

type Facts = NewFact<AccountFact>[];
type Command = (account: StudentAccount, draw: Draw) => Facts | undefined;

/** One history: 40 commands over about 40 days. */
export class RandomAccount {
  readonly firstDay = FIRST_DAY;
  today = FIRST_DAY;
  account: StudentAccount = accountFold.initialState;
  accepted = 0;
  private readonly below: (n: number) => number;

  constructor(readonly seed: number) {
    this.below = randomFrom(seed);
  }

  /** The facts of one more command; none when there was nothing to do it on, or it was refused. */
  next(n: number): readonly AccountFact[] {
    this.today = plusDays(this.today, this.below(3));
    const command = COMMANDS[this.below(COMMANDS.length)];
    const draw: Draw = {
      below: this.below,
      id: idOf(`${n}`),
      today: this.today,
      back: latest(FIRST_DAY, plusDays(this.today, -this.below(4))),
      amountMinor: BigInt(1 + this.below(100)),
    };
    const facts = attempted(() => command?.(this.account, draw)) ?? [];
    if (facts.length > 0) this.accepted += 1;
    this.account = facts.reduce((state, fact) => accountFold.evolve(state, fact), this.account);
    return facts;
  }
}

/** A date that is too early is moved to the earliest one that the refusal names. */
function dated(draw: Draw, decide: (effectiveDate: LocalDate) => Facts): Facts {
  try {
    return decide(draw.back);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'effective_date_too_early') throw error;
    return decide(day(String(error.extra['earliestDate'])));
  }
}

function attempted(command: () => Facts | undefined): Facts | undefined {
  try {
    return command();
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'internal') return undefined;
    throw error;
  }
}

const charge: Command = (account, { id, today, back, amountMinor, below }) =>
  raise(account, {
    chargeId: id,
    amountMinor,
    today,
    effectiveDate: back,
    dueOn: plusDays(back, below(5)),
  });

const payment: Command = (account, { id, today, back, amountMinor, below }) => {
  const holdCredit = below(5) === 0;
  return pay(account, { paymentId: id, amountMinor, today, effectiveDate: back, holdCredit });
};

const cancelled: Command = (account, draw) => {
  const { chargeId } = picked(account.charges, draw) ?? {};
  if (chargeId === undefined) return undefined;
  const { today } = draw;
  return dated(draw, (effectiveDate) => cancel(account, { chargeId, today, effectiveDate }));
};

const adjusted: Command = (account, draw) => {
  const found = picked(account.charges, draw);
  if (found === undefined || netOf(found) === 0n) return undefined;
  const { id, today, amountMinor, below } = draw;
  const most = amountMinor < netOf(found) ? amountMinor : netOf(found);
  const measure = below(3) === 0 ? { basisPoints: 2_500n } : { amountMinor: most };
  const adjustment = { adjustmentId: id, target: { chargeId: found.chargeId }, measure, today };
  return dated(draw, (effectiveDate) => adjust(account, { ...adjustment, effectiveDate }));
};

const unadjusted: Command = (account, draw) => {
  const { adjustmentId } = picked(account.adjustments, draw) ?? {};
  if (adjustmentId === undefined) return undefined;
  const { today } = draw;
  return dated(draw, (effectiveDate) =>
    reverseAdjusted(account, { adjustmentId, today, effectiveDate }),
  );
};

const refunded: Command = (account, draw) => {
  const found = picked(account.payments, draw);
  if (found === undefined || creditOf(found) === 0n) return undefined;
  const { id, amountMinor } = draw;
  const part = amountMinor < creditOf(found) ? amountMinor : creditOf(found);
  const refund = { ...place(draw), refundId: id, paymentId: found.paymentId, amountMinor: part };
  return dated(draw, (effectiveDate) =>
    refundPayment(account, { ...refund, effectiveDate, fourEyesLimitMinor: 100n }),
  );
};

const unrefunded: Command = (account, draw) => {
  const { refundId } = picked(account.refunds, draw) ?? {};
  if (refundId === undefined) return undefined;
  return dated(draw, (effectiveDate) =>
    reverseRefund(account, { ...place(draw), refundId, effectiveDate }),
  );
};

const reversed: Command = (account, draw) => {
  const { paymentId } = picked(account.payments, draw) ?? {};
  if (paymentId === undefined) return undefined;
  return dated(draw, (effectiveDate) =>
    reversePayment(account, { ...place(draw), paymentId, effectiveDate }),
  );
};

const held: Command = (account, draw) => {
  const found = picked(account.payments, draw);
  if (found === undefined) return undefined;
  const { paymentId, holdCredit: hold } = found;
  return holdCredit(account, { ...place(draw), paymentId, hold: !hold });
};

const COMMANDS: readonly Command[] = [
  charge,
  charge,
  charge,
  payment,
  payment,
  payment,
  cancelled,
  adjusted,
  unadjusted,
  refunded,
  unrefunded,
  reversed,
  held,
];

function picked<V>(map: ReadonlyMap<unknown, V>, { below }: Draw): V | undefined {
  return map.size === 0 ? undefined : [...map.values()][below(map.size)];
}

function place({ today }: Draw) {
  const account = { studentId: STUDENT, currency: 'USD', closedThrough: undefined };
  return { ...account, today, reason: REASON };
}
