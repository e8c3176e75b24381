// Personal data of a payment that was recorded before: sealed under one child's key, it must be opened
// to be sealed again under another's.
import { Inject, Injectable } from '@nestjs/common';
import {
  EVENT_STORE,
  SUBJECT_KEYS,
  unseal,
  type EventStore,
  type SubjectKeys,
} from '../../../eventstore/index.js';
import { present } from '../../../kernel/assert.js';
import { accountStreamOf, type MovedPayment } from '../domain/student-account.events.js';
import type { PaymentRecordedSecret } from '../domain/student-account.events.js';

@Injectable()
export class PaymentSecrets {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
  ) {}

  /**
   * Payer, note and reference text; nothing when there was none or the child was erased. O(events of
   * that account).
   * @throws AppError `unavailable` (`store_unavailable`); `internal` (`sealed_unreadable`).
   */
  async of({ studentId, paymentId }: MovedPayment): Promise<PaymentRecordedSecret> {
    const events = await this.store.readStream(accountStreamOf(studentId));
    const recorded = events.find(
      ({ type, data }) => type === 'PaymentRecorded' && data['paymentId'] === paymentId,
    );
    const secret = await unseal(present(recorded, `payment ${paymentId}`), this.keys);
    return secret === undefined || secret === 'erased' ? {} : (secret as PaymentRecordedSecret);
  }
}
