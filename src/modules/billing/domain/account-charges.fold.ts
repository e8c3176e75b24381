// What the facts about charges and adjustments change in an account.
import { assert, present } from '../../../kernel/assert.js';
import { latest } from '../../../kernel/local-date.js';
import { amountFromEvent } from '../../../kernel/money.js';
import type {
  AdjustmentAppliedData,
  AdjustmentReversedData,
  ChargeCancelledData,
  ChargeRaisedData,
} from './account-charges.events.js';
import { adjustmentKey } from './account-corrections.js';
import { chargeIn, withCharge, withEntry } from './account-maps.js';
import type { Charge, StudentAccount } from './student-account.js';

export function chargeRaised(account: StudentAccount, data: ChargeRaisedData): StudentAccount {
  assert(!account.charges.has(data.chargeId), `charge ${data.chargeId} is raised once`);
  return withCharge(account, chargeOf(data));
}

export function chargeCancelled(
  account: StudentAccount,
  { chargeId, amountMinor, effectiveDate }: ChargeCancelledData,
): StudentAccount {
  const charge = chargeIn(account, chargeId);
  assert(charge.cancelledOn === undefined, `charge ${chargeId} is cancelled once`);
  const cancelledMinor = amountFromEvent(amountMinor);
  return withCharge(account, { ...charge, cancelledMinor, cancelledOn: effectiveDate });
}

export function adjustmentApplied(
  account: StudentAccount,
  data: AdjustmentAppliedData,
): StudentAccount {
  const key = adjustmentKey(data);
  assert(!account.adjustments.has(key), `adjustment ${key} is applied once`);
  const { adjustmentId, chargeId, kind, effectiveDate } = data;
  const charge = chargeIn(account, chargeId);
  const amountMinor = amountFromEvent(data.amountMinor);
  const line = { adjustmentId, chargeId, kind, amountMinor, effectiveDate, reversedOn: undefined };
  const adjustments = withEntry(account.adjustments, key, line);
  const adjustedMinor = charge.adjustedMinor + amountMinor;
  return withCharge({ ...account, adjustments }, { ...charge, adjustedMinor });
}

/** Gives the charge room from that day on. */
export function adjustmentReversed(
  account: StudentAccount,
  data: AdjustmentReversedData,
): StudentAccount {
  const key = adjustmentKey(data);
  const line = present(account.adjustments.get(key), `adjustment ${key}`);
  assert(line.reversedOn === undefined, `adjustment ${key} is reversed once`);
  const reversed = { ...line, reversedOn: data.effectiveDate };
  const adjustments = withEntry(account.adjustments, key, reversed);
  const charge = chargeIn(account, data.chargeId);
  const adjustedMinor = charge.adjustedMinor - amountFromEvent(data.amountMinor);
  const roomSince = latest(charge.roomSince, data.effectiveDate);
  return withCharge({ ...account, adjustments }, { ...charge, adjustedMinor, roomSince });
}

function chargeOf(data: ChargeRaisedData): Charge {
  const { no, of } = data.instalment ?? {};
  return {
    chargeId: data.chargeId,
    kind: data.kind,
    termId: data.termId,
    feeCode: data.feeCode,
    instalment: no === undefined || of === undefined ? undefined : { no: +no, of: +of },
    description: data.description,
    amountMinor: amountFromEvent(data.amountMinor),
    cancelledMinor: 0n,
    adjustedMinor: 0n,
    allocatedMinor: 0n,
    effectiveDate: data.effectiveDate,
    dueOn: data.dueOn,
    priority: Number(data.priority),
    chargeRunId: data.chargeRunId,
    cancelledOn: undefined,
    roomSince: data.effectiveDate,
  };
}
