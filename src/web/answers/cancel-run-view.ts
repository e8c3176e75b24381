// Cancelling a charge run, as its page says it.
import type { ActionView, FormView } from '../form-view-models.js';
import type { ChargeRunView } from '../charge-run-view-models.js';
import type { Currency } from '../../kernel/money.js';
import { counted, formatMoney } from '../format.js';
import { reasonField } from '../actions/shared-fields.js';
import { cancelChargeRunPath, chargeRunPath, termsPath } from '../term-links.js';

export interface CancelRunState extends Pick<FormView, 'idempotencyKey' | 'problem'> {
  readonly reason: string;
}

export function cancelRunView(
  run: ChargeRunView,
  { reason, ...form }: CancelRunState,
  currency: Currency,
): ActionView {
  const charged = formatMoney(run.chargedMinor, currency);
  return {
    section: 'terms',
    crumbs: [TERMS, { text: 'Charge run', path: chargeRunPath(run.id) }],
    title: 'Cancel a charge run',
    about: `${run.term.name}: ${counted(run.total, 'student')}, ${charged} charged so far`,
    consequences: CONSEQUENCES,
    changes: [],
    form: { path: cancelChargeRunPath(run.id), fields: [reasonField({ reason })], ...form },
    submit: { text: `Cancel ${charged} of charges`, danger: true },
    refusedTitle: 'The run was not cancelled',
    cancelPath: chargeRunPath(run.id),
  };
}

const TERMS = { text: 'Terms', path: termsPath() };

const CONSEQUENCES: readonly string[] = [
  'Every charge of this run is cancelled, account by account; a run that still goes on stops first.',
  'Money that paid them becomes credit. What was charged by other runs or by hand stays.',
  'The same fees can be charged again afterwards. The cancellation itself is not taken back.',
];
