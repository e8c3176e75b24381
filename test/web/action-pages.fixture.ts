// The pages of what can be done to Anert's account: 120.00 charged, 80.00 paid, and a payment of 30.00
// that is credit.
import type { AccountAction, ActionContext, Typed } from '../../src/web/actions/action.js';
import { adjust } from '../../src/web/actions/adjust.js';
import { cancelCharge } from '../../src/web/actions/cancel-charge.js';
import { holdCredit } from '../../src/web/actions/hold-credit.js';
import { movePayment } from '../../src/web/actions/move-payment.js';
import { refundPayment } from '../../src/web/actions/refund-payment.js';
import { reverseAdjustment } from '../../src/web/actions/reverse-adjustment.js';
import { reversePayment } from '../../src/web/actions/reverse-payment.js';
import { reverseRefund } from '../../src/web/actions/reverse-refund.js';
import { actionView } from '../../src/web/answers/action-view.js';
import type { FormProblem } from '../../src/web/form-view-models.js';
import { renderAction } from '../../src/web/html.js';
import * as corrected from './corrected.fixture.js';
import { ANERT, bursarFrame, KEY, TODAY } from './school.fixture.js';

const context: ActionContext = {
  studentId: ANERT,
  subjectId: corrected.CREDIT_PAYMENT,
  account: corrected.account,
  currency: 'USD',
  today: TODAY,
  fourEyesLimitMinor: 10_000n,
  findStudents: async (text) => (text === 'nobody' ? [] : corrected.found),
};

interface Drawn {
  readonly subjectId?: string;
  readonly typed?: Typed;
  readonly problem?: FormProblem;
}

/** An action's page as it is opened, or with what was typed. */
export async function actionPage(action: AccountAction, drawn: Drawn = {}): Promise<string> {
  const { subjectId = corrected.CREDIT_PAYMENT, problem } = drawn;
  const at = { ...context, subjectId };
  const typed = { ...action.defaults(at), ...drawn.typed };
  const state = { context: at, typed, key: KEY, ...(problem === undefined ? {} : { problem }) };
  return renderAction(bursarFrame, actionView(action, await action.draft(at, typed), state));
}

const tooMuch = { message: 'Only $30.00 of this payment is left to give back.' };
const percent = { target: 'fee:TUITION', measure: 'percent', value: '25', reason: 'Bursary' };

export const ACTION_PAGES: Readonly<Record<string, string>> = {
  'reverse-payment': await actionPage(reversePayment),
  'refund-payment': await actionPage(refundPayment),
  'refund-refused': await actionPage(refundPayment, {
    typed: { amount: '31.00', reason: 'Left the school' },
    problem: { ...tooMuch, fields: [{ field: 'amount', ...tooMuch }] },
  }),
  'move-payment': await actionPage(movePayment),
  'move-found': await actionPage(movePayment, { typed: { target: 'Rudo' } }),
  'move-nobody': await actionPage(movePayment, { typed: { target: 'nobody' } }),
  'hold-credit': await actionPage(holdCredit),
  'cancel-charge': await actionPage(cancelCharge, { subjectId: corrected.TUITION }),
  adjust: await actionPage(adjust),
  'adjust-percent': await actionPage(adjust, { typed: percent }),
  'reverse-adjustment': await actionPage(reverseAdjustment, { subjectId: corrected.WAIVER }),
  'reverse-refund': await actionPage(reverseRefund, { subjectId: corrected.REFUND }),
};
