// One field of a line of fees, and the buttons that change the lines.
import type { FormProblem } from '../form-view-models.js';
import { errorId, messageOf } from './form-control.js';

export interface FeeCellProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly problem: FormProblem | undefined;
  readonly more: object;
}

export function FeeCell({ name, label, value, problem, more }: FeeCellProps) {
  const message = messageOf(problem, name);
  const state = message === undefined ? {} : wrongState(name, problem);
  return (
    <>
      <label>
        <span class="vh">{label}</span>
        <input name={name} value={value} autocomplete="off" {...more} {...state} />
      </label>
      {message !== undefined && (
        <span class="error-text" id={errorId(name)}>
          {message}
        </span>
      )}
    </>
  );
}

function wrongState(name: string, problem: FormProblem | undefined) {
  const autofocus = problem?.fields[0]?.field === name;
  return { 'aria-invalid': 'true' as const, 'aria-describedby': errorId(name), autofocus };
}

export interface FeeButtonProps {
  readonly does: 'remove_line' | 'add_date' | 'remove_date';
  readonly index: number;
  readonly text: string;
}

/** Sends the whole form and says which line it is about. */
export function FeeButton({ does, index, text }: FeeButtonProps) {
  return (
    <button class="outline small" name="do" value={`${does}:${index}`}>
      {text}
      <span class="vh">{` in line ${index + 1}`}</span>
    </button>
  );
}
