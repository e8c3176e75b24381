// What stands above a receipt on the screen, and is not printed: where it belongs, and the way to a copy.
import type { Crumb } from '../form-view-models.js';
import { receiptNumber, reprintsPath, studentPath, STUDENTS_PATH } from '../links.js';
import type { ReceiptView } from '../receipt-view-models.js';
import type { Frame } from '../view-models.js';
import { Crumbs } from './crumbs.js';

export interface ReceiptHeadProps {
  readonly frame: Frame;
  readonly view: ReceiptView;
}

export function ReceiptHead({ frame, view }: ReceiptHeadProps) {
  const { studentId } = view;
  return (
    <div class="no-print">
      <Crumbs crumbs={crumbsOf(view)} here={`Receipt ${receiptNumber(view.receipt)}`} />
      <div class="page-head">
        <p>{wordsOf(view)}</p>
        <div class="actions">
          {studentId !== undefined && (
            <a class="btn outline" href={studentPath(studentId)}>
              Back to the account
            </a>
          )}
          <ReprintForm frame={frame} view={view} />
        </div>
      </div>
    </div>
  );
}

/** A copy is a fact of its own: it is counted, and says so on paper. */
function ReprintForm({ frame, view }: ReceiptHeadProps) {
  if (view.reprintKey === undefined || frame.user === undefined) return null;
  return (
    <form method="post" action={reprintsPath(view.receipt)}>
      <input type="hidden" name="csrf" value={frame.user.csrf} />
      <input type="hidden" name="idempotencyKey" value={view.reprintKey} />
      <button>Print a copy</button>
    </form>
  );
}

function crumbsOf({ studentId, content }: ReceiptView): Crumb[] {
  const students = { text: 'Students', path: STUDENTS_PATH };
  if (studentId === undefined) return [students];
  return [students, { text: content?.student ?? 'erased', path: studentPath(studentId) }];
}

function wordsOf({ receipt, reversed, duplicate, copies }: ReceiptView): string {
  if (duplicate !== undefined) {
    return `This is copy ${duplicate} of receipt ${receiptNumber(receipt)}. Use your browser to print it.`;
  }
  const made = copies === 0 ? '' : ` Copies made so far: ${copies}.`;
  if (reversed !== undefined) return `The payment was reversed; the number is kept.${made}`;
  return `Use your browser to print it; it fits on A5 paper. Each further copy is numbered.${made}`;
}
