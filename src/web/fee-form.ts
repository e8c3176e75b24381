// A fee schedule as a form holds it: lines under numbered names, so that it can be edited without a
// script. Each button sends everything that was typed; nothing of it is lost.
import { AppError } from '../kernel/app-error.js';
import { fieldText } from './form-body.js';
import type { FeeLineValues } from './term-view-models.js';

/** A form of the web has at most 1000 fields here; more would be cut off in silence. */
const FIELDS_MAX = 900;
const FIELDS_OF_A_LINE = 5;
const DATES_MAX = 12;

export interface FeeEdit {
  readonly kind: 'add_line' | 'remove_line' | 'add_date' | 'remove_date';
  /** Which line it is about; the new one has no number yet. */
  readonly line: number;
}

export const EMPTY_LINE: FeeLineValues = {
  class: '',
  feeCode: '',
  description: '',
  amount: '',
  priority: '100',
  dueOn: [''],
};

/** Name of a field: `line.3.amount`, `line.3.dueOn.0`. */
export function feeFieldName(line: number, field: string, date?: number): string {
  return date === undefined ? `line.${line}.${field}` : `line.${line}.${field}.${date}`;
}

/** @throws AppError `invalid` (`form_cut_off`) when not everything that was sent has arrived. */
export function feeLinesOf(body: unknown): readonly FeeLineValues[] {
  const count = Number(fieldText(body, 'lineCount'));
  const isWhole = Number.isInteger(count) && count >= 0 && count <= FIELDS_MAX / FIELDS_OF_A_LINE;
  if (!isWhole || fieldText(body, 'end') !== 'yes') throw cutOff();
  return Array.from({ length: count }, (_, line) => lineOf(body, line));
}

/** What the button changes; undefined when it publishes. */
export function feeEditOf(body: unknown): FeeEdit | undefined {
  const match = /^(add_line|remove_line|add_date|remove_date)(?::(\d{1,3}))?$/.exec(
    fieldText(body, 'do'),
  );
  if (match === null) return undefined;
  return { kind: match[1] as FeeEdit['kind'], line: Number(match[2] ?? -1) };
}

/** The lines after an edit; as they were when it asks for what can't be. */
export function edited(lines: readonly FeeLineValues[], edit: FeeEdit): readonly FeeLineValues[] {
  switch (edit.kind) {
    case 'add_line':
      return fits([...lines, EMPTY_LINE]) ? [...lines, EMPTY_LINE] : lines;
    case 'remove_line':
      return lines.filter((_, i) => i !== edit.line);
    case 'add_date':
      return withDates(lines, edit.line, (dates) => [...dates, ''].slice(0, DATES_MAX));
    case 'remove_date':
      return withDates(lines, edit.line, (dates) => dates.slice(0, Math.max(1, dates.length - 1)));
  }
}

/** Whether a form can hold them. */
export function fits(lines: readonly { readonly dueOn: readonly string[] }[]): boolean {
  const fields = lines.reduce((sum, { dueOn }) => sum + FIELDS_OF_A_LINE + dueOn.length, 0);
  return fields <= FIELDS_MAX;
}

/** A line in which nothing was typed. */
export function isBlank(line: FeeLineValues): boolean {
  return [line.class, line.feeCode, line.description, line.amount, ...line.dueOn].every(
    (text) => text.trim() === '',
  );
}

/** The version that was edited; 0 before the first. */
export function editedVersionOf(body: unknown): number {
  const version = Number(fieldText(body, 'version'));
  return Number.isSafeInteger(version) && version > 0 ? version : 0;
}

function lineOf(body: unknown, line: number): FeeLineValues {
  const text = (field: string) => fieldText(body, feeFieldName(line, field));
  const dates = Array.from({ length: DATES_MAX }, (_, i) => feeFieldName(line, 'dueOn', i));
  const sent = dates.filter((name) => typeof body === 'object' && body !== null && name in body);
  return {
    class: text('class'),
    feeCode: text('feeCode'),
    description: text('description'),
    amount: text('amount'),
    priority: text('priority'),
    dueOn: sent.length === 0 ? [''] : sent.map((name) => fieldText(body, name)),
  };
}

function withDates(
  lines: readonly FeeLineValues[],
  at: number,
  change: (dates: readonly string[]) => readonly string[],
): readonly FeeLineValues[] {
  return lines.map((line, i) => (i === at ? { ...line, dueOn: change(line.dueOn) } : line));
}

function cutOff(): AppError {
  return new AppError('invalid', 'The form did not arrive whole. Nothing was published.', {
    code: 'form_cut_off',
  });
}
