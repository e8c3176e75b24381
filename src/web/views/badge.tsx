// The status of payment as a word and a shape; its colour comes last.
import type { PaymentStatus } from '../view-models.js';

const SHAPE: Record<PaymentStatus, string> = {
  NOT_CHARGED: 'none',
  UNPAID: 'unpaid',
  PARTIAL: 'partial',
  PAID: 'paid',
  CREDIT: 'credit',
};

export function StatusBadge({ status }: { status: PaymentStatus }) {
  return <span class={`badge ${SHAPE[status]}`}>{statusWord(status)}</span>;
}

export function ReversedBadge() {
  return <span class="badge reversed">REVERSED</span>;
}

/** `NOT CHARGED`: the word of the API, without its underscore. */
export function statusWord(status: PaymentStatus): string {
  return status.replaceAll('_', ' ');
}
