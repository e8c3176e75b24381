// Reading and replacing entries of the maps that a fold never changes in place.
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { Charge, Payment, StudentAccount } from './student-account.js';

/** A copy of the map with one entry added or replaced. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

/** A charge that a fact names: that it exists is an invariant. */
export function chargeIn(account: StudentAccount, chargeId: Uuid): Charge {
  return present(account.charges.get(chargeId), `charge ${chargeId}`);
}

/** A payment that a fact names: that it exists is an invariant. */
export function paymentIn(account: StudentAccount, paymentId: Uuid): Payment {
  return present(account.payments.get(paymentId), `payment ${paymentId}`);
}

/** The account with other figures of one charge. */
export function withCharge(account: StudentAccount, charge: Charge): StudentAccount {
  return { ...account, charges: withEntry(account.charges, charge.chargeId, charge) };
}

/** The account with other figures of one payment. */
export function withPayment(account: StudentAccount, payment: Payment): StudentAccount {
  return { ...account, payments: withEntry(account.payments, payment.paymentId, payment) };
}
