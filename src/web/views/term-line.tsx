// Which term the figures of a page belong to.
import { formatDate } from '../format.js';
import type { TermView } from '../view-models.js';
import { Written } from './written.js';

export function TermLine({ term }: { term: TermView }) {
  return (
    <p>
      <Written text={term.name} />
      {`, ${formatDate(term.startsOn)} to ${formatDate(term.endsOn)}, ${term.status}`}
    </p>
  );
}
