// Money that was received and is not used yet, and what of it waits.
import type { Currency } from '../../kernel/money.js';
import type { StudentView } from '../account-view-models.js';
import { formatMoney } from '../format.js';

export interface CreditPanelProps {
  readonly view: Pick<StudentView, 'totals' | 'payments'>;
  readonly currency: Currency;
}

export function CreditPanel({ view, currency }: CreditPanelProps) {
  return (
    <section class="sheet" aria-labelledby="credit">
      <h2 id="credit">Credit</h2>
      {view.totals.creditMinor === 0n ? (
        <p class="muted">None. Money beyond what is owed is kept here until the next charge.</p>
      ) : (
        <Credit view={view} currency={currency} />
      )}
    </section>
  );
}

function Credit({ view, currency }: CreditPanelProps) {
  const { creditMinor } = view.totals;
  const heldMinor = view.payments
    .filter(({ held }) => held)
    .reduce((sum, payment) => sum + payment.creditMinor, 0n);
  return (
    <>
      <p>
        <strong class="num">{formatMoney(creditMinor, currency)}</strong> received and not used yet.
        {heldMinor < creditMinor && ' It pays the next charge by itself, unless it is on hold.'}
      </p>
      {heldMinor > 0n && (
        <p>
          <strong class="num">{formatMoney(heldMinor, currency)}</strong> of it is on hold: it pays
          nothing until it is released.
        </p>
      )}
    </>
  );
}
