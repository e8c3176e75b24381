// An adjustment as it was typed: read strictly, and what it would come to.
import { isLocalDate } from '../../kernel/local-date.js';
import { amountToApi, sum } from '../../kernel/money.js';
import type { AdjustmentRequest } from '../../modules/billing/index.js';
import type { AccountCharge } from '../../projections/account/account.queries.js';
import { ADJUSTMENT_KINDS } from '../adjustment-words.js';
import { parseAmount } from '../amount-input.js';
import type { Wrong } from '../form-problem.js';
import type { ActionContext, Typed } from './action.js';
import * as shared from './shared-fields.js';

/** Charges that still ask for something. */
export function adjustableCharges({ account }: ActionContext): readonly AccountCharge[] {
  return account.charges.filter((charge) => !charge.cancelled && netOf(charge) > 0n);
}

/** What is left of a charge after what lowered it, paid or not. */
export function netOf(charge: AccountCharge): bigint {
  return charge.amountMinor - charge.cancelledMinor - charge.adjustedMinor;
}

export function wrongAdjustment(context: ActionContext, typed: Typed): Wrong[] {
  const value = valueOf(context, typed);
  return [
    ...(kindOf(typed) === undefined ? [['kind', 'Choose the kind.'] as const] : []),
    ...(Object.keys(targetOf(typed)).length === 0
      ? [['target', 'Choose the charges that it lowers.'] as const]
      : []),
    ...('message' in value ? [['value', value.message] as const] : []),
    ...shared.wrongDay(typed),
    ...wrongValidity(typed),
    ...shared.wrongReason(typed),
  ];
}

/** Called once nothing is wrong. */
export function adjustmentRequestOf(context: ActionContext, typed: Typed): AdjustmentRequest {
  const value = valueOf(context, typed);
  return {
    kind: kindOf(typed) ?? 'waiver',
    ...('message' in value ? {} : value),
    ...targetOf(typed),
    ...validityOf(typed),
    ...shared.dayOf(typed),
    reason: shared.reasonOf(typed),
  };
}

/** Minor units; undefined until charges and a value are typed. The books decide in the end. */
export function estimateMinor(context: ActionContext, typed: Typed): bigint | undefined {
  const value = valueOf(context, typed);
  const charges = targetedBy(context, typed);
  if ('message' in value || charges.length === 0) return undefined;
  if ('amountMinor' in value) return BigInt(value.amountMinor);
  const halfUp = (net: bigint) => (net * BigInt(value.percent) + 50n) / 100n;
  return sum(charges.map((charge) => halfUp(netOf(charge))));
}

function targetedBy(context: ActionContext, typed: Typed): readonly AccountCharge[] {
  const { chargeId, feeCode } = targetOf(typed);
  const { validFrom, validTo } = validityOf(typed);
  return adjustableCharges(context).filter(
    (charge) =>
      charge.id === chargeId ||
      (charge.feeCode === feeCode &&
        charge.effectiveDate >= (validFrom ?? charge.effectiveDate) &&
        charge.effectiveDate <= (validTo ?? charge.effectiveDate)),
  );
}

type Value = { amountMinor: number } | { percent: number } | { message: string };

function valueOf({ currency }: ActionContext, typed: Typed): Value {
  const text = (typed['value'] ?? '').trim();
  if (typed['measure'] === 'percent') {
    const isPercent = /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100;
    return isPercent ? { percent: Number(text) } : { message: NO_PERCENT };
  }
  const amount = parseAmount(text, currency);
  return amount.ok ? { amountMinor: amountToApi(amount.amountMinor) } : { message: amount.message };
}

function targetOf(typed: Typed): Pick<AdjustmentRequest, 'chargeId' | 'feeCode'> {
  const match = /^(charge|fee):(.+)$/.exec(typed['target'] ?? '');
  if (match?.[2] === undefined) return {};
  return match[1] === 'charge' ? { chargeId: match[2] } : { feeCode: match[2] };
}

function validityOf(typed: Typed): Pick<AdjustmentRequest, 'validFrom' | 'validTo'> {
  const [from, to] = [(typed['validFrom'] ?? '').trim(), (typed['validTo'] ?? '').trim()];
  return {
    ...(isLocalDate(from) ? { validFrom: from } : {}),
    ...(isLocalDate(to) ? { validTo: to } : {}),
  };
}

function wrongValidity(typed: Typed): Wrong[] {
  return ['validFrom', 'validTo'].flatMap((name): Wrong[] => {
    const day = (typed[name] ?? '').trim();
    return day === '' || isLocalDate(day) ? [] : [[name, 'Enter a day, or leave it empty.']];
  });
}

function kindOf(typed: Typed) {
  return ADJUSTMENT_KINDS.find((kind) => kind === typed['kind']);
}

const NO_PERCENT = 'Enter a whole percentage from 1 to 100.';
