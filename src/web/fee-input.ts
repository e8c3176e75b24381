// Fee lines read strictly: every wrong field of every line is named at once.
import { feeCodeSchema, isPlainText } from '../http/schema.js';
import { isLocalDate } from '../kernel/local-date.js';
import type { Currency } from '../kernel/money.js';
import type { FeeLine } from '../modules/billing/index.js';
import { parseAmount } from './amount-input.js';
import { feeFieldName, isBlank } from './fee-form.js';
import { refuseWrong, type Wrong } from './form-problem.js';
import type { FeeLineValues } from './term-view-models.js';

const CLASS_CHARACTERS_MAX = 40;
const DESCRIPTION_CHARACTERS_MAX = 100;
const PRIORITY_MAX = 9_999;

/**
 * The lines to publish; blank ones are left out.
 * @throws AppError `invalid` (`invalid_form`) naming each wrong field.
 */
export function parseFeeLines(values: readonly FeeLineValues[], currency: Currency): FeeLine[] {
  const typed = values.flatMap((line, i) => (isBlank(line) ? [] : [{ line, i }]));
  refuseWrong([
    ...(typed.length === 0 ? [[feeFieldName(0, 'feeCode'), NO_LINE] as const] : []),
    ...typed.flatMap(({ line, i }) => wrongIn(line, i, currency)),
    ...typed.flatMap(({ line, i }) => twice(values, line, i)),
  ]);
  return typed.map(({ line }) => feeLineOf(line, currency));
}

/** The body of the API's request for them. */
export function feeLinesBody(lines: readonly FeeLine[]): object {
  return {
    lines: lines.map(({ dueOn, amountMinor, ...line }) => ({
      ...line,
      amountMinor: Number(amountMinor),
      ...(dueOn.length === 1
        ? { dueOn: dueOn[0] }
        : { instalments: dueOn.map((day) => ({ dueOn: day })) }),
    })),
  };
}

function wrongIn(line: FeeLineValues, i: number, currency: Currency): Wrong[] {
  const amount = parseAmount(line.amount, currency);
  const at = (field: string, isRight: boolean, message: string): Wrong[] =>
    isRight ? [] : [[feeFieldName(i, field), message]];
  return [
    ...at('class', isLine(line.class, CLASS_CHARACTERS_MAX, 0), 'A class has up to 40 characters.'),
    ...at('feeCode', feeCodeSchema.safeParse(line.feeCode.trim()).success, FEE_CODE),
    ...at('description', isLine(line.description, DESCRIPTION_CHARACTERS_MAX, 1), DESCRIPTION),
    ...at('amount', amount.ok, amount.ok ? '' : amount.message),
    ...at('priority', isPriority(line.priority), 'A priority is from 0 to 9999; 100 is usual.'),
    ...line.dueOn.flatMap((day, date): Wrong[] =>
      isLocalDate(day.trim()) ? [] : [[feeFieldName(i, 'dueOn', date), 'Enter the due date.']],
    ),
  ];
}

/** A class pays a fee once: the second line for the same two is the wrong one. */
function twice(all: readonly FeeLineValues[], line: FeeLineValues, i: number): Wrong[] {
  const sameKey = (other: FeeLineValues) =>
    other.feeCode.trim() === line.feeCode.trim() && other.class.trim() === line.class.trim();
  const isSecond = all.findIndex(sameKey) < i;
  const place = line.class.trim() === '' ? 'every class' : line.class.trim();
  const message = `${line.feeCode.trim()} stands twice for ${place}: remove one of the two lines.`;
  return isSecond && line.feeCode.trim() !== '' ? [[feeFieldName(i, 'feeCode'), message]] : [];
}

function feeLineOf(line: FeeLineValues, currency: Currency): FeeLine {
  const amount = parseAmount(line.amount, currency);
  const studentClass = line.class.trim();
  return {
    ...(studentClass === '' ? {} : { class: studentClass }),
    feeCode: line.feeCode.trim(),
    description: line.description.trim(),
    amountMinor: amount.ok ? amount.amountMinor : 0n,
    dueOn: line.dueOn.map((day) => day.trim()).filter(isLocalDate),
    priority: Number(line.priority.trim()),
  };
}

function isLine(text: string, charactersMax: number, charactersMin: number): boolean {
  const { length } = text.trim();
  if (length < charactersMin || length > charactersMax) return false;
  return length === 0 || (isPlainText(text.trim()) && text.isWellFormed());
}

function isPriority(text: string): boolean {
  return /^\d{1,4}$/.test(text.trim()) && Number(text) <= PRIORITY_MAX;
}

const NO_LINE = 'Enter at least one fee.';
const FEE_CODE = 'Enter a code of letters, digits, - and _, such as TUITION.';
const DESCRIPTION = 'Enter what it is for, such as Tuition.';
