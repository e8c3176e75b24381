// One thing that can be done to an account: the page that says what it does, and its command.
import type { Command } from '@nestjs/cqrs';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import type { Authority, Written } from '../../modules/billing/index.js';
import type { Account } from '../../projections/account/account.queries.js';
import type { FieldOfCode } from '../form-problem.js';
import type { ActionView, Field, SentWords } from '../form-view-models.js';

/** On which account, and on what of it: a payment, a charge, a refund, an adjustment. */
export interface ActionPlace {
  readonly studentId: Uuid;
  /** The student, where the form itself says what it is about. */
  readonly subjectId: Uuid;
}

/** What the page knows when it is drawn and when its form arrives. */
export interface ActionContext extends ActionPlace {
  readonly account: Account;
  readonly currency: Currency;
  /** The school's day. */
  readonly today: LocalDate;
  /** Above it one person can't forgive or give back alone. */
  readonly fourEyesLimitMinor: bigint;
  /** Other students whose name or admission number matches. */
  findStudents(text: string): Promise<readonly FoundStudent[]>;
}

export interface FoundStudent {
  readonly id: Uuid;
  readonly name: string;
  readonly admissionNo: string;
  readonly class: string;
  readonly netMinor: bigint;
}

/** What was typed, by the name of the field; empty where nothing was. */
export type Typed = Readonly<Record<string, string>>;

/** The page without what is the same for every action. */
export interface ActionDraft extends Pick<
  ActionView,
  'title' | 'about' | 'consequences' | 'changes' | 'submit' | 'update'
> {
  readonly fields: readonly Field[];
}

/** The request of the API that the form stands for, its command, and where the browser goes on to. */
export interface ActionOrder<Answer = unknown> {
  readonly body: object;
  readonly command: (by: Authority) => Command<Written<Answer>>;
  readonly next: (answer: Answer, consistencyToken: string | undefined) => string;
}

export interface AccountAction {
  /** Its page; the same under `/api/v1` is its route. */
  path(place: ActionPlace): string;
  /** Names of its fields. */
  readonly fields: readonly string[];
  readonly fieldOfCode: FieldOfCode;
  readonly words: SentWords;
  /** First words of the notice of a refusal. */
  readonly refusedTitle: string;
  /** What the form holds when it is opened; the rest is empty. */
  defaults(context: ActionContext): Typed;
  /** @throws AppError `not_found` when the account has no such thing. */
  draft(context: ActionContext, typed: Typed): ActionDraft | Promise<ActionDraft>;
  /** @throws AppError `invalid` (`invalid_form`) naming the wrong fields. */
  order(context: ActionContext, typed: Typed): ActionOrder;
}

/** Keeps the type of the answer together with the way that reads it. */
export function orderOf<Answer>(order: ActionOrder<Answer>): ActionOrder {
  return order as ActionOrder;
}
