// Forms as the pages draw them: fields with what was typed in them, what is wrong with each, and what
// is sent along unseen.
import type { LocalDate } from '../kernel/local-date.js';

export interface FieldOption {
  readonly value: string;
  readonly text: string;
}

interface FieldBase {
  readonly name: string;
  readonly label: string;
  /** What was typed, as it was typed. */
  readonly value: string;
  readonly hint?: string;
  readonly optional?: boolean;
  /** Takes a row of its own. */
  readonly wide?: boolean;
}

export interface TextField extends FieldBase {
  readonly kind: 'text' | 'long_text' | 'amount';
  readonly charactersMax?: number;
  /** For the browser's own filling in; off when absent. */
  readonly autocomplete?: string;
}

export interface DateField extends FieldBase {
  readonly kind: 'date';
  readonly latest?: LocalDate;
}

export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly FieldOption[];
}

export type Field = TextField | DateField | ChoiceField;

/** Why nothing was done; without fields it concerns the form as a whole. */
export interface FormProblem {
  readonly message: string;
  readonly fields: readonly { readonly field: string; readonly message: string }[];
}

export interface FormView {
  /** Where it is sent. */
  readonly path: string;
  readonly idempotencyKey: string;
  readonly fields: readonly Field[];
  readonly hidden?: Readonly<Record<string, string>>;
  readonly problem?: FormProblem;
}

/** A form whose sending ended in an error page; it can be sent again under its key. */
export interface SentFields {
  readonly path: string;
  readonly idempotencyKey: string;
  readonly values: Readonly<Record<string, string>>;
  readonly words: SentWords;
  /** Where the reader can look what became of it. */
  readonly look: { readonly path: string; readonly text: string };
}

/** How a sending is spoken of: "Whether the payment was recorded is not known yet." */
export interface SentWords {
  /** `the payment`. */
  readonly what: string;
  /** `recorded`. */
  readonly done: string;
  /** What must not be done meanwhile, as a sentence. */
  readonly warning: string;
}

/** One line of "now and after", minor units. */
export interface ChangeRow {
  readonly what: string;
  readonly nowMinor: bigint;
  readonly afterMinor: bigint;
}

export interface Crumb {
  readonly text: string;
  readonly path: string;
}

/** A page that does one thing: what it is about, what will happen in words, and its form. */
export interface ActionView {
  readonly section: 'students' | 'terms';
  readonly crumbs: readonly Crumb[];
  readonly title: string;
  /** One line below the title: whom and what it concerns. */
  readonly about: string;
  /** What will happen, sentence by sentence. */
  readonly consequences: readonly string[];
  readonly changes: readonly ChangeRow[];
  readonly form: FormView;
  /** Absent while something is still to be chosen. */
  readonly submit?: { readonly text: string; readonly danger: boolean };
  /** Text of the button that draws the page anew with what is typed; absent where nothing depends on it. */
  readonly update?: string;
  /** First words of the notice of a refusal. */
  readonly refusedTitle: string;
  readonly cancelPath: string;
}
