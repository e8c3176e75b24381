// Opening a term, as its page says it.
import type { Term } from '../../projections/calendar/term.queries.js';
import type { ActionView, FormView } from '../form-view-models.js';
import { formatDate } from '../format.js';
import { openTermPath, termsPath } from '../term-links.js';

/** @param current  The term that is the current one now. */
export function openTermView(
  term: Term,
  current: Term | undefined,
  form: Pick<FormView, 'idempotencyKey' | 'problem'>,
): ActionView {
  const instead = current === undefined ? '' : ` instead of ${current.name}`;
  return {
    section: 'terms',
    crumbs: [{ text: 'Terms', path: termsPath({ schoolYear: term.schoolYear }) }],
    title: `Open ${term.name}`,
    about: `${formatDate(term.startsOn)} to ${formatDate(term.endsOn)}, ${term.status}`,
    consequences: [`${term.name} becomes the current term${instead}.`, ...FIGURES_AND_CHARGES],
    changes: [],
    form: { path: openTermPath(term.id), fields: [], ...form },
    submit: { text: 'Open the term', danger: false },
    refusedTitle: 'The term was not opened',
    cancelPath: termsPath({ schoolYear: term.schoolYear }),
  };
}

const FIGURES_AND_CHARGES: readonly string[] = [
  'The dashboard and the list of students show the figures of the current term.',
  'Nobody is charged by this: that is done by a charge run. A term is not un-opened.',
];
