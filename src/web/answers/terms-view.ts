// The terms of one school year with their figures.
import type { Term } from '../../projections/calendar/term.queries.js';
import type { DashboardFigures } from '../../projections/dashboard/dashboard.queries.js';
import type { TermRow, TermsView } from '../term-view-models.js';
import { termsPath } from '../term-links.js';
import { asOfNow, type ReadStamp } from './as-of.js';

export interface ListedTerms extends ReadStamp {
  readonly items: readonly Term[];
}

/** The year that is asked for, else that of the current term, else the last one that has terms. */
export function shownYear(terms: readonly Term[], asked: string | undefined): string | undefined {
  const years = yearsOf(terms);
  if (asked !== undefined && years.includes(asked)) return asked;
  return terms.find(({ current }) => current)?.schoolYear ?? years[0];
}

/** @param figures  Of the terms of the year, in their order. */
export function termsView(
  terms: ListedTerms,
  schoolYear: string | undefined,
  shown: { readonly figures: readonly DashboardFigures[]; readonly now: Date },
): TermsView {
  const rows = termsOf(terms.items, schoolYear).map((term, i) => rowOf(term, shown.figures[i]));
  return {
    ...(schoolYear === undefined ? {} : { schoolYear }),
    otherYears: yearsOf(terms.items).filter((year) => year !== schoolYear),
    asOf: asOfNow(terms, shown.now, termsPath(schoolYear === undefined ? {} : { schoolYear })),
    rows,
  };
}

export function termsOf(terms: readonly Term[], schoolYear: string | undefined): readonly Term[] {
  return terms.filter((term) => term.schoolYear === schoolYear);
}

function rowOf(term: Term, figures: DashboardFigures | undefined): TermRow {
  const { schoolYear: _year, ...row } = term;
  return {
    ...row,
    chargedMinor: (figures?.chargedMinor ?? 0n) - (figures?.cancelledMinor ?? 0n),
    collectedMinor: figures?.collectedMinor ?? 0n,
    outstandingMinor: figures?.outstandingMinor ?? 0n,
  };
}

/** Newest first. */
function yearsOf(terms: readonly Term[]): string[] {
  return [...new Set(terms.map(({ schoolYear }) => schoolYear))].sort().reverse();
}
