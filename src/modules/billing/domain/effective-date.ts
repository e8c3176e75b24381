// When a fact may count: not in the future, not inside what is closed. The first of the two needs no
// history, the second is asked again when the command holds the books.
import { AppError } from '../../../kernel/app-error.js';
import { plusDays, type LocalDate } from '../../../kernel/local-date.js';

/** What a decision knows of the calendar beside the account. */
export interface BooksDay {
  /** The school's local day. */
  readonly today: LocalDate;
  /** Nothing may take effect on or before it; absent: nothing is closed yet. */
  readonly closedThrough: LocalDate | undefined;
}

/**
 * @throws AppError `rule_violated` (`date_in_future`) · `conflict` (`period_closed`) with
 *   `nextOpenDate`.
 */
export function assertEffective(effectiveDate: LocalDate, books: BooksDay): void {
  if (effectiveDate > books.today) {
    throw new AppError('rule_violated', `${effectiveDate} lies in the future.`, {
      code: 'date_in_future',
      extra: { today: books.today },
    });
  }
  const { closedThrough } = books;
  if (closedThrough === undefined || effectiveDate > closedThrough) return;
  const nextOpenDate = plusDays(closedThrough, 1);
  throw new AppError(
    'conflict',
    `The books are closed through ${closedThrough}; the next open date is ${nextOpenDate}.`,
    { code: 'period_closed', extra: { nextOpenDate } },
  );
}

/**
 * A fact that uses room is never dated before the latest fact that gave it, or a past day would show
 * more used than there was.
 * @throws AppError `rule_violated` (`effective_date_too_early`) with `earliestDate`.
 */
export function assertNotBefore(effectiveDate: LocalDate, earliestDate: LocalDate): void {
  if (effectiveDate >= earliestDate) return;
  const message = `${effectiveDate} is too early: the earliest possible date is ${earliestDate}.`;
  const code = 'effective_date_too_early';
  throw new AppError('rule_violated', message, { code, extra: { earliestDate } });
}
