// One student's figures straight from the stream, by the same fold that the commands decide on.
import type { EventStore } from '../../eventstore/port.js';
import type { EventRegistry } from '../../eventstore/registry.js';
import type { Uuid } from '../../kernel/ids.js';
import { sum } from '../../kernel/money.js';
import {
  accountFold,
  accountStreamOf,
  accountTotals,
  type AccountFact,
} from '../../modules/billing/index.js';
import { Parking } from '../runner/parking.js';

/** Minor units; allocated is what is in force. */
export interface AccountFigures {
  readonly chargedMinor: bigint;
  readonly cancelledMinor: bigint;
  readonly adjustedMinor: bigint;
  readonly allocatedMinor: bigint;
  readonly paidMinor: bigint;
  readonly reversedMinor: bigint;
  readonly refundedMinor: bigint;
}

/** Figures of a student from the facts up to a commit position. */
export type LiveFold = (studentId: Uuid, throughCommit: bigint) => Promise<AccountFigures>;

/** Folds `studentAccount-<id>` of a store, without discarded events. @throws AppError `unavailable` (`store_unavailable`). */
export function liveFoldOf(store: EventStore, registry: EventRegistry): LiveFold {
  let discarding: Promise<Parking> | undefined;
  return async (studentId, throughCommit) => {
    const parking = await (discarding ??= Parking.ofDiscarded(store));
    const events = await store.readStream(accountStreamOf(studentId));
    const facts = events
      .filter((event) => event.position.commit <= throughCommit && !parking.passesOver(event))
      .map((event) => registry.upcast<AccountFact>(event));
    const account = facts.reduce(
      (state, fact) => accountFold.evolve(state, fact),
      accountFold.initialState,
    );
    const { chargedMinor, cancelledMinor, adjustedMinor, ...totals } = accountTotals(account);
    const { paidMinor, reversedMinor, refundedMinor } = totals;
    const allocatedMinor = sum([...account.charges.values()].map((c) => c.allocatedMinor));
    const charged = { chargedMinor, cancelledMinor, adjustedMinor, allocatedMinor };
    return { ...charged, paidMinor, reversedMinor, refundedMinor };
  };
}
