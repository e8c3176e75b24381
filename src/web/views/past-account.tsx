// An account as it stood: a view of the past says so first, and nothing can be recorded from it.
import type { LocalDate } from '../../kernel/local-date.js';
import type { StudentView } from '../account-view-models.js';
import { formatCount } from '../format.js';
import { studentPath } from '../links.js';
import { Day } from './money.js';

export function PastLine({ view, past }: { view: StudentView; past: LocalDate }) {
  return (
    <p class="asof past keep" role="status">
      <span>
        The account as it stood on{' '}
        <strong>
          <Day date={past} />
        </strong>
      </span>
      <span>
        log position <strong>{formatCount(view.asOf.position)}</strong>
      </span>
      <a href={studentPath(view.id)}>Back to today</a>
    </p>
  );
}

export function PastAside({ view, past }: { view: StudentView; past: LocalDate }) {
  return (
    <section class="sheet no-print" aria-labelledby="past">
      <h2 id="past">Looking at the past</h2>
      <p>
        Facts that count after <Day date={past} /> are left out. Nothing can be recorded from this
        view.
      </p>
      <p>
        <a href={studentPath(view.id)}>Back to today</a>
      </p>
    </section>
  );
}
