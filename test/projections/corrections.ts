// What a bursar does to put an account right, by the real decisions, on books in memory. Today is the
// last day of term: 7 August 2026; nothing is closed.
import type { Uuid } from '../../src/kernel/ids.js';
import { localDate } from '../../src/kernel/local-date.js';
import { adjustCharges } from '../../src/modules/billing/domain/adjust-charges.js';
import { cancelCharge } from '../../src/modules/billing/domain/cancel-charge.js';
import { holdCredit } from '../../src/modules/billing/domain/hold-credit.js';
import { raiseCharge } from '../../src/modules/billing/domain/raise-charge.js';
import { recordPayment } from '../../src/modules/billing/domain/record-payment.js';
import { refundPayment } from '../../src/modules/billing/domain/refund-payment.js';
import { reverseAdjustment } from '../../src/modules/billing/domain/reverse-adjustment.js';
import { reversalBatch, reversePayment } from '../../src/modules/billing/domain/reverse-payment.js';
import { reverseRefund } from '../../src/modules/billing/domain/reverse-refund.js';
import { paymentThatCounts } from '../../src/modules/billing/domain/payment-that-counts.js';
import type { MovedPayment } from '../../src/modules/billing/domain/student-account.events.js';
import { idOf, TERM_ID, type Books } from './books.js';

/** One student's account under corrections; a day is `MM-DD` of 2026, an id is of a name. */
export class Bursar {
  constructor(
    private readonly books: Books,
    private readonly studentId: Uuid,
    private readonly today = '08-07',
  ) {}

  /** Each on the same account from another day on. */
  at(today: string): Bursar {
    return new Bursar(this.books, this.studentId, today);
  }

  id(name: string): Uuid {
    return idOf(`${this.studentId} ${name}`);
  }

  charge(name: string, amountMinor: bigint, on: string, dueOn = on): this {
    return this.decided((account) =>
      raiseCharge(account, {
        ...this.moment(on),
        chargeId: this.id(name),
        termId: TERM_ID,
        feeCode: name,
        description: `Fee ${name}`,
        amountMinor,
        dueOn: localDate(`2026-${dueOn}`),
        priority: 100,
      }),
    );
  }

  pay(name: string, amountMinor: bigint, on: string, hold = false): this {
    return this.decided((account) =>
      recordPayment(account, {
        ...this.moment(on),
        paymentId: this.id(name),
        amountMinor,
        method: 'cash',
        holdCredit: hold,
        receiptBook: '2026',
        secret: {},
      }),
    );
  }

  cancel(charge: string, on: string): this {
    const reason = { reasonCode: 'wrong_charge', note: 'Not in the choir' } as const;
    const chargeId = this.id(charge);
    return this.decided((account) =>
      cancelCharge(account, { ...this.moment(on), chargeId, reason }),
    );
  }

  waive(name: string, charge: string, amountMinor: bigint, on: string): this {
    return this.decided((account) =>
      adjustCharges(account, {
        ...this.moment(on),
        adjustmentId: this.id(name),
        kind: 'waiver',
        target: { chargeId: this.id(charge) },
        measure: { amountMinor },
        reason: { reasonCode: 'hardship', note: 'Father lost his job' },
        fourEyesLimitMinor: 1_000_000n,
      }),
    );
  }

  reverseWaiver(name: string, on: string): this {
    const reason = { reasonCode: 'agreement', note: 'Paid by the fund' } as const;
    const adjustmentId = this.id(name);
    return this.decided((account) =>
      reverseAdjustment(account, { ...this.moment(on), adjustmentId, reason }),
    );
  }

  refund(name: string, payment: string, amountMinor: bigint, on: string): this {
    return this.decided((account) =>
      refundPayment(account, {
        ...this.moment(on),
        refundId: this.id(name),
        paymentId: this.id(payment),
        amountMinor,
        reason: { reasonCode: 'overpaid', note: 'Asked for it' },
        fourEyesLimitMinor: 1_000_000n,
      }),
    );
  }

  reverseRefund(name: string, on: string): this {
    const reason = { reasonCode: 'other', note: 'Never collected' } as const;
    const refundId = this.id(name);
    return this.decided((account) =>
      reverseRefund(account, { ...this.moment(on), refundId, reason }),
    );
  }

  reverse(payment: string, on: string): this {
    const reason = { reasonCode: 'payment_failed', note: 'Cheque bounced' } as const;
    const paymentId = this.id(payment);
    return this.decided((account) =>
      reversePayment(account, { ...this.moment(on), paymentId, reason }),
    );
  }

  /** The first half of a move to another child. */
  moveAway(payment: string, movedTo: MovedPayment, on: string): this {
    const reason = { reasonCode: 'wrong_child' } as const;
    const paymentId = this.id(payment);
    return this.decided((account) => {
      const reversal = { ...this.moment(on), paymentId, reason, movedTo };
      const batch = reversalBatch(account, paymentThatCounts(account, paymentId), reversal);
      return [...batch.settled('credit_on_release')];
    });
  }

  /** As of today. */
  hold(payment: string, hold: boolean): this {
    const paymentId = this.id(payment);
    return this.decided((account) =>
      holdCredit(account, { ...this.moment(this.today), paymentId, hold }),
    );
  }

  private moment(on: string) {
    return {
      studentId: this.studentId,
      currency: 'USD',
      today: localDate(`2026-${this.today}`),
      closedThrough: undefined,
      effectiveDate: localDate(`2026-${on}`),
    };
  }

  private decided(decide: Parameters<Books['decided']>[1]): this {
    this.books.decided(this.studentId, decide);
    return this;
  }
}
