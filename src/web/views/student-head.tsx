// Who it is, with the ways to what can be done.
import { adjustPath } from '../account-links.js';
import type { StudentView } from '../account-view-models.js';
import { PAYMENT_FORM_ID } from '../links.js';
import { studentDetailsPath } from '../student-links.js';
import { StatusBadge } from './badge.js';
import { Written } from './written.js';

interface StudentHeadProps {
  readonly view: StudentView;
  readonly mayBill: boolean;
}

export function StudentHead({ view, mayBill }: StudentHeadProps) {
  return (
    <div class="page-head">
      <div>
        <h1>
          <Written text={view.name} /> <StatusBadge status={view.paymentStatus} />
        </h1>
        <p>
          <Written text={view.admissionNo} />, <Written text={view.class} />, {view.status}
        </p>
      </div>
      <Actions view={view} mayBill={mayBill} />
    </div>
  );
}

function Actions({ view, mayBill }: StudentHeadProps) {
  const owes = view.charges.some(({ cancelled }) => !cancelled);
  return (
    <div class="actions">
      {view.form !== undefined && (
        <a class="btn" href={`#${PAYMENT_FORM_ID}`}>
          Record a payment
        </a>
      )}
      {mayBill && view.past === undefined && owes && (
        <a class="btn outline" href={adjustPath(view.id)}>
          Adjust
        </a>
      )}
      <a class="btn outline" href={studentDetailsPath(view.id)}>
        Details
      </a>
    </div>
  );
}
