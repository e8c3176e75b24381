// A payment that was not recorded: why, and where to mend it.
import type { PaymentProblem } from '../account-view-models.js';
import { PAYMENT_FORM_ID, receiptPath } from '../links.js';

export function PaymentRefusedNotice({ problem }: { problem: PaymentProblem }) {
  const isWhole = problem.fields.length === 0;
  return (
    <div class="notice err" role="alert" tabindex={-1} id="problem" autofocus={isWhole}>
      <h2>Nothing was recorded</h2>
      <p>
        {problem.message}
        <FirstReceipt problem={problem} />
      </p>
      {!isWhole && (
        <p>
          <a href={`#${PAYMENT_FORM_ID}`}>Mend the form and send it again</a>: it is kept as you
          filled it in.
        </p>
      )}
    </div>
  );
}

function FirstReceipt({ problem: { firstReceipt } }: { problem: PaymentProblem }) {
  if (firstReceipt === undefined) return null;
  return (
    <>
      {' '}
      <a href={receiptPath(firstReceipt)}>Open the receipt that has it</a>.
    </>
  );
}
