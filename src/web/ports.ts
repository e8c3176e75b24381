// What the pages need from the modules to change something. The application binds them; a page knows
// neither sessions nor streams.
import type { IdentifiedRequest } from '../http/identity.js';
import type { Uuid } from '../kernel/ids.js';
import type { PaymentInput } from './payment-input.js';

export interface SentForm {
  readonly studentId: Uuid;
  readonly payment: PaymentInput;
  /** Idempotency key that was made when the form was drawn. */
  readonly key: string;
}

export interface RecordedPayment {
  readonly paymentId: Uuid;
  /** Opaque; a page that waits for it shows the payment. */
  readonly consistencyToken: string | undefined;
}

export interface PaymentRecorder {
  /**
   * Records a payment once for a key.
   * @throws SessionError when the session died; AppError as the API's route for it. Nothing is
   *   recorded then, but for `outcome_unknown`, which says so.
   */
  record(request: IdentifiedRequest, form: SentForm): Promise<RecordedPayment>;
}

export const PAYMENT_RECORDER = Symbol('PaymentRecorder');

export interface ReadYourWrites {
  /**
   * Resolves when the read models have seen a write, after 2 s at the latest.
   * @throws AppError `invalid` (`bad_consistency_token`).
   */
  waitFor(token: string): Promise<{ readonly stale: boolean }>;
}

export const READ_YOUR_WRITES = Symbol('ReadYourWrites');
