// The page of an account, drawn for a plain look, as of an earlier day, after something was done, and
// after a payment that was refused.
import { Inject, Injectable } from '@nestjs/common';
import { identityOf, type IdentifiedRequest, type Role } from '../http/identity.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId } from '../kernel/ids.js';
import type { LocalDate } from '../kernel/local-date.js';
import type { Currency } from '../kernel/money.js';
import { AccountQueries } from '../projections/account/account.queries.js';
import type { Done } from './account-links.js';
import type { PaymentFormView, StudentView } from './account-view-models.js';
import { doneInWords } from './answers/done-words.js';
import { freshForm, studentView } from './answers/student-view.js';
import { Frames } from './frames.js';
import { renderStudent } from './html.js';
import { knownId } from './known-id.js';

/** Roles that record payments; `admin` may do everything. */
export const CASH_ROLES: readonly Role[] = ['admin', 'bursar', 'cashier'];

export interface StudentPageState {
  /** The payment that a redirect says was just recorded. */
  readonly recordedId?: string;
  /** What a redirect says was just done. */
  readonly done?: Done;
  /** Whether what is read may be older than that. */
  readonly stale?: boolean;
  /** As it stood at the end of this day: read only. */
  readonly asOf?: LocalDate;
  /** The form instead of a fresh one, made when the account is known. */
  readonly form?: (view: StudentView) => PaymentFormView;
}

@Injectable()
export class StudentPages {
  constructor(
    private readonly accounts: AccountQueries,
    private readonly frames: Frames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found` (`student_not_found`). */
  async render(
    request: IdentifiedRequest,
    studentId: string,
    state: StudentPageState,
  ): Promise<string> {
    const [frame, account] = await Promise.all([
      this.frames.signedIn(request),
      this.accounts.account(knownId(studentId, 'student'), state.asOf),
    ]);
    const now = this.clock.now();
    const view = studentView(account, { now, timeZone: frame.timeZone });
    const mayRecord = identityOf(request).roles.some((role) => CASH_ROLES.includes(role));
    const form = state.form?.(view) ?? freshForm(account, view.today, randomId(now));
    return renderStudent(frame, {
      ...view,
      ...newsOf(view, state, frame.currency),
      ...(mayRecord && view.past === undefined ? { form } : {}),
    });
  }
}

/** An address alone proves nothing: it is claimed when it is seen, or when the page may be old. */
function newsOf(
  view: StudentView,
  { recordedId, done, stale }: StudentPageState,
  currency: Currency,
): Pick<StudentView, 'recorded' | 'done'> {
  const unseen = stale === true ? ('not_seen' as const) : undefined;
  const payment = view.payments.find(({ id }) => id === recordedId);
  const recorded = recordedId === undefined ? undefined : (payment ?? unseen);
  const text = done === undefined ? undefined : doneInWords(view, done, currency);
  const news = text === undefined ? unseen : { text };
  return {
    ...(recorded === undefined ? {} : { recorded }),
    ...(news === undefined || done === undefined ? {} : { done: news }),
  };
}
