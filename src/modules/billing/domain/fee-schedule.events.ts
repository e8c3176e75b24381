// What can happen to the fees of one term, stream `feeSchedule-<termId>`. Each publication replaces
// the one before; charges that exist are not touched.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { Currency } from '../../../kernel/money.js';

export interface FeeScheduleLineData {
  /** Absent: every class that has no line of its own for this fee code. */
  readonly class?: string;
  readonly feeCode: string;
  readonly description: string;
  /** Minor units of the whole fee, at least "1". */
  readonly amountMinor: string;
  /** Either one due date or two to twelve instalments. */
  readonly dueOn?: LocalDate;
  readonly instalments?: readonly { readonly dueOn: LocalDate }[];
  /** Lower is paid first among charges due on one day. */
  readonly priority: string;
}

export interface FeeSchedulePublishedData {
  readonly termId: Uuid;
  /** "1" for the first publication. */
  readonly version: string;
  readonly currency: Currency;
  readonly lines: readonly FeeScheduleLineData[];
}

export type FeeSchedulePublished = Fact<'FeeSchedulePublished', FeeSchedulePublishedData>;
export type FeeScheduleFact = FeeSchedulePublished;

export function feeScheduleStreamOf(termId: Uuid): string {
  return `feeSchedule-${termId}`;
}
