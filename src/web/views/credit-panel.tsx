// Money that was received and is not used yet.
import type { Currency } from '../../kernel/money.js';
import { formatMoney } from '../format.js';

export function CreditPanel({
  creditMinor,
  currency,
}: {
  creditMinor: bigint;
  currency: Currency;
}) {
  return (
    <section class="sheet" aria-labelledby="credit">
      <h2 id="credit">Credit</h2>
      {creditMinor === 0n ? (
        <p class="muted">None. Money beyond what is owed is kept here until the next charge.</p>
      ) : (
        <p>
          <strong class="num">{formatMoney(creditMinor, currency)}</strong> received and not used
          yet. It pays the next charge by itself, unless it is on hold.
        </p>
      )}
    </section>
  );
}
