// One control of a form, by its kind, with what assistive technology is told of it.
import type { Currency } from '../../kernel/money.js';
import type { ChoiceField, Field, FormProblem, TextField } from '../form-view-models.js';
import { currencySymbol } from '../format.js';

export interface FormControlProps {
  readonly field: Field;
  readonly problem: FormProblem | undefined;
  readonly currency: Currency;
}

export function FormControl({ field, problem, currency }: FormControlProps) {
  const state = { name: field.name, required: field.optional !== true, ...stateOf(field, problem) };
  switch (field.kind) {
    case 'date':
      return <input type="date" value={field.value} max={field.latest} {...state} />;
    case 'choice':
      return <Choice field={field} state={state} />;
    case 'text':
    case 'long_text':
    case 'amount':
      return <Text field={field} state={state} currency={currency} />;
  }
}

function Choice({ field, state }: { field: ChoiceField; state: object }) {
  return (
    <select {...state}>
      {field.options.map(({ value, text }) => (
        <option key={value} value={value} selected={value === field.value}>
          {text}
        </option>
      ))}
    </select>
  );
}

interface TextProps {
  readonly field: TextField;
  readonly state: object;
  readonly currency: Currency;
}

function Text({ field, state, currency }: TextProps) {
  const limits = { maxlength: field.charactersMax, autocomplete: field.autocomplete ?? 'off' };
  if (field.kind === 'long_text') {
    return (
      <textarea rows={2} {...limits} {...state}>
        {field.value}
      </textarea>
    );
  }
  if (field.kind === 'text') return <input value={field.value} {...limits} {...state} />;
  return (
    <span class="money">
      <span aria-hidden="true">{currencySymbol(currency)}</span>
      <input value={field.value} inputmode="decimal" {...limits} {...state} />
    </span>
  );
}

function stateOf(field: Field, problem: FormProblem | undefined) {
  const isWrong = messageOf(problem, field.name) !== undefined;
  const notes = [
    ...(isWrong ? [errorId(field.name)] : []),
    ...(field.hint === undefined ? [] : [hintId(field.name)]),
  ].join(' ');
  return {
    ...(notes === '' ? {} : { 'aria-describedby': notes }),
    ...(isWrong ? { 'aria-invalid': 'true' as const } : {}),
    ...(isWrong && problem?.fields[0]?.field === field.name ? { autofocus: true } : {}),
  };
}

export function messageOf(problem: FormProblem | undefined, name: string): string | undefined {
  return problem?.fields.find(({ field }) => field === name)?.message;
}

export function errorId(name: string): string {
  return `${name}-error`;
}

export function hintId(name: string): string {
  return `${name}-hint`;
}
