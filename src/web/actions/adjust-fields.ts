// The form of an adjustment.
import { ADJUSTMENT_KINDS, ADJUSTMENT_WORDS } from '../adjustment-words.js';
import type { ChoiceField, Field, FieldOption } from '../form-view-models.js';
import { formatDate, formatMoney } from '../format.js';
import type { ActionContext, Typed } from './action.js';
import { adjustableCharges, netOf } from './adjust-input.js';
import * as shared from './shared-fields.js';

export function adjustFields(context: ActionContext, typed: Typed): readonly Field[] {
  const text = (name: string) => typed[name] ?? '';
  const validity = { kind: 'date', optional: true } as const;
  return [
    choice(typed, 'kind', 'Kind', KINDS),
    { ...choice(typed, 'target', 'What it lowers', targetsOf(context)), wide: true },
    choice(typed, 'measure', 'Amount or percent', MEASURES),
    { kind: 'text', name: 'value', label: 'Value', value: text('value'), hint: VALUE_HINT },
    shared.dayField(typed, context.today),
    { ...validity, name: 'validFrom', label: 'Charges from', value: text('validFrom') },
    { ...validity, name: 'validTo', label: 'Charges to', value: text('validTo'), hint: VALID_HINT },
    shared.reasonField(typed),
  ];
}

function choice(
  typed: Typed,
  name: string,
  label: string,
  options: readonly FieldOption[] = [],
): ChoiceField {
  return { kind: 'choice', name, label, value: typed[name] ?? '', options };
}

const KINDS = ADJUSTMENT_KINDS.map((kind) => ({ value: kind, text: ADJUSTMENT_WORDS[kind] }));
const MEASURES = [
  { value: 'amount', text: 'Amount' },
  { value: 'percent', text: 'Percent' },
];
const VALUE_HINT = 'An amount such as 5.00 over all lines, or a whole percentage from 1 to 100.';
const VALID_HINT = 'With a fee code only: charges that took effect on these days.';

/** Fee codes first, then each charge. */
function targetsOf(context: ActionContext): FieldOption[] {
  const charges = adjustableCharges(context);
  const codes = [...new Set(charges.map(({ feeCode }) => feeCode))];
  return [
    { value: '', text: 'Choose' },
    ...codes.map((code) => ({ value: `fee:${code}`, text: `All charges of ${code}` })),
    ...charges.map((charge) => ({
      value: `charge:${charge.id}`,
      text: `${charge.description}, due ${formatDate(charge.dueOn)}, ${formatMoney(netOf(charge), context.currency)}`,
    })),
  ];
}
