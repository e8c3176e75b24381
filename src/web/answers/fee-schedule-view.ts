// The fees of a term as they are read and edited.
import type { Term } from '../../projections/calendar/term.queries.js';
import type { FeeLine, FeeSchedule } from '../../projections/fee-schedule/fee-schedule.queries.js';
import type { Currency } from '../../kernel/money.js';
import { EMPTY_LINE, fits } from '../fee-form.js';
import { plainAmount } from '../format.js';
import type { FeeLineRow, FeeLineValues, FeeScheduleView } from '../term-view-models.js';
import { feeSchedulePath } from '../term-links.js';
import { asOfNow, type ReadStamp } from './as-of.js';

export interface FeeScheduleFacts extends ReadStamp {
  readonly feeSchedule?: FeeSchedule;
}

/** The page without its form. */
export function feeScheduleView(
  terms: { readonly term: Term; readonly others: readonly Term[] },
  facts: FeeScheduleFacts,
  now: Date,
): FeeScheduleView {
  const { term, others } = terms;
  const lines = feeRows(facts.feeSchedule?.lines ?? []);
  const version = facts.feeSchedule?.version ?? 0;
  return {
    term: { id: term.id, name: term.name },
    asOf: asOfNow(facts, now, feeSchedulePath(term.id)),
    version,
    lines,
    copies: version > 0 ? [] : others.map(({ id, name }) => ({ termId: id, name })),
    tooLong: !fits(lines),
  };
}

export function feeRows(lines: readonly FeeLine[]): FeeLineRow[] {
  return lines.map(({ dueOn, instalments = [], ...line }) => ({
    ...line,
    dueOn: dueOn === undefined ? instalments.map((part) => part.dueOn) : [dueOn],
  }));
}

/** The lines of a version as they are typed; one empty line where there is none. */
export function typedLines(lines: readonly FeeLineRow[], currency: Currency): FeeLineValues[] {
  if (lines.length === 0) return [EMPTY_LINE];
  return lines.map((line) => ({
    class: line.class ?? '',
    feeCode: line.feeCode,
    description: line.description,
    amount: plainAmount(line.amountMinor, currency),
    priority: String(line.priority),
    dueOn: line.dueOn,
  }));
}
