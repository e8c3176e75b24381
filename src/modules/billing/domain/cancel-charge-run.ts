// Cancelling a whole run (rule 6): the run says so first, then every charge that it made is cancelled,
// account by account. A plan that nobody committed is only put away.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import { latest, type LocalDate } from '../../../kernel/local-date.js';
import { AccountBatch, type AccountHolder } from './account-batch.js';
import { cancellableFrom, cancellation } from './cancel-charge.js';
import type { ChargeRun } from './charge-run.js';
import type { ChargeRunFact } from './charge-run.events.js';
import { sealedReason, type Reason } from './reasons.js';
import type { AccountFact } from './student-account.events.js';
import type { StudentAccount } from './student-account.js';

/** A plan that nobody committed is put away; nothing for one that was, or was put away before. */
export function putAway(run: ChargeRun): NewFact<ChargeRunFact>[] {
  if (run.committed || run.cancelled !== undefined) return [];
  return [{ type: 'ChargeRunCancelled', data: { reasonCode: 'never_committed' } }];
}

/**
 * Decides that whatever the run charged is undone, and that it charges nobody else.
 * @throws AppError `not_found` (`charge_run_not_found`) · `conflict` (`already_cancelled`).
 */
export function cancelChargeRun(
  run: ChargeRun,
  cancel: {
    readonly schoolId: Uuid;
    readonly effectiveDate: LocalDate;
    readonly reason: Reason;
  },
): NewFact<ChargeRunFact>[] {
  assertCancellable(run);
  const { schoolId, effectiveDate, reason } = cancel;
  const data = { reasonCode: reason.reasonCode, effectiveDate };
  return [{ type: 'ChargeRunCancelled', data, ...sealedReason(reason, schoolId) }];
}

function assertCancellable(run: ChargeRun): void {
  if (!run.committed) {
    const message = 'There is no such charge run.';
    throw new AppError('not_found', message, { code: 'charge_run_not_found' });
  }
  if (run.cancelled === undefined) return;
  const message = 'This charge run is cancelled already.';
  throw new AppError('conflict', message, { code: 'already_cancelled' });
}

export interface RunChargesToCancel extends AccountHolder {
  readonly chargeRunId: Uuid;
  /** Accepted when the run was cancelled; a charge that was used since is cancelled later. */
  readonly effectiveDate: LocalDate;
  readonly reason: Reason;
}

/** Facts of one append: the releases of one more charge and what settling adds still fit. */
const FACTS_AT_ONCE = 150;

/**
 * Cancels what the run charged in this account and still counts, as much as one append holds: asked
 * again, the rest. None when there is nothing left.
 */
export function cancelRunCharges(
  account: StudentAccount,
  cancel: RunChargesToCancel,
): NewFact<AccountFact>[] {
  const charges = [...account.charges.values()].filter(
    (charge) => charge.chargeRunId === cancel.chargeRunId && charge.cancelledOn === undefined,
  );
  if (charges.length === 0) return [];
  const batch = AccountBatch.on(account, cancel);
  for (const charge of charges) {
    const effectiveDate = latest(cancel.effectiveDate, cancellableFrom(account, charge));
    batch.add(...cancellation(batch.account, charge, { ...cancel, effectiveDate }));
    if (batch.facts.length >= FACTS_AT_ONCE) break;
  }
  return [...batch.settled('credit_on_release')];
}
