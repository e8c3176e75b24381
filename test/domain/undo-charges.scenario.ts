// Charges undone and lowered on one account, for tests: today is 11 May 2026, nothing is closed.
import type { StudentAccount } from '../../src/modules/billing/domain/student-account.js';
import {
  adjustCharges,
  type AdjustmentByHand,
} from '../../src/modules/billing/domain/adjust-charges.js';
import {
  cancelCharge,
  type ChargeToCancel,
} from '../../src/modules/billing/domain/cancel-charge.js';
import {
  reverseAdjustment,
  type AdjustmentToReverse,
} from '../../src/modules/billing/domain/reverse-adjustment.js';
import { STUDENT, day, idOf } from './account-scenario.js';

const PLACE = {
  studentId: STUDENT,
  currency: 'USD',
  today: day('2026-05-11'),
  closedThrough: undefined,
  effectiveDate: day('2026-05-11'),
};

/** Cancels c1 today, charged in error. */
export function cancel(account: StudentAccount, more: Partial<ChargeToCancel> = {}) {
  const reason = { reasonCode: 'wrong_charge', note: 'Charged to the wrong class' } as const;
  return cancelCharge(account, { ...PLACE, chargeId: idOf('c1'), reason, ...more });
}

/** A waiver a1 of 30.00 on c1, today; one person may adjust up to 100.00. */
export function adjust(account: StudentAccount, more: Partial<AdjustmentByHand> = {}) {
  return adjustCharges(account, {
    ...PLACE,
    adjustmentId: idOf('a1'),
    kind: 'waiver',
    target: { chargeId: idOf('c1') },
    measure: { amountMinor: 3_000n },
    reason: { reasonCode: 'hardship' },
    fourEyesLimitMinor: 10_000n,
    ...more,
  });
}

/** Takes a1 back today. */
export function reverseAdjusted(account: StudentAccount, more: Partial<AdjustmentToReverse> = {}) {
  const reason = { reasonCode: 'other', note: 'Granted twice' } as const;
  return reverseAdjustment(account, { ...PLACE, adjustmentId: idOf('a1'), reason, ...more });
}
