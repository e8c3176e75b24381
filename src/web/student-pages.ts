// The page of an account, drawn for a plain look, after a payment, and after one that was refused.
import { Inject, Injectable } from '@nestjs/common';
import { identityOf, type IdentifiedRequest, type Role } from '../http/identity.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId } from '../kernel/ids.js';
import { AccountQueries } from '../projections/account/account.queries.js';
import type { PaymentFormView, StudentView } from './account-view-models.js';
import { freshForm, studentView } from './answers/student-view.js';
import { Frames } from './frames.js';
import { renderStudent } from './html.js';
import { knownId } from './known-id.js';

/** Roles that record payments; `admin` may do everything. */
export const CASH_ROLES: readonly Role[] = ['admin', 'bursar', 'cashier'];

export interface StudentPageState {
  /** The payment that a redirect says was just recorded. */
  readonly recordedId?: string;
  /** Whether what is read may be older than that payment. */
  readonly stale?: boolean;
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
      this.accounts.account(knownId(studentId, 'student')),
    ]);
    const now = this.clock.now();
    const view = studentView(account, { now, timeZone: frame.timeZone });
    const recorded = recordedIn(view, state);
    const mayRecord = identityOf(request).roles.some((role) => CASH_ROLES.includes(role));
    const form = state.form?.(view) ?? freshForm(account, view.today, randomId(now));
    return renderStudent(frame, {
      ...view,
      ...(recorded === undefined ? {} : { recorded }),
      ...(mayRecord ? { form } : {}),
    });
  }
}

/** An address alone proves no payment: it is claimed when it is seen, or when the page may be old. */
function recordedIn(view: StudentView, state: StudentPageState): StudentView['recorded'] {
  if (state.recordedId === undefined) return undefined;
  const seen = view.payments.find(({ id }) => id === state.recordedId);
  return seen ?? (state.stale === true ? 'not_seen' : undefined);
}
