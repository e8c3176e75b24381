// The list of students with what each owes, found by filters that stand in the address.
import { currencyName } from '../format.js';
import { STUDENTS_PATH } from '../links.js';
import { REGISTER_PATH } from '../student-links.js';
import type { Frame, StudentFilter, StudentsView } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { statusWord } from './badge.js';
import { Layout } from './layout.js';
import { StudentFilterForm } from './student-filter-form.js';
import { Pager, StudentsTable } from './students-table.js';
import { Written } from './written.js';

export function StudentsPage({ frame, view }: { frame: Frame; view: StudentsView }) {
  const filters = filtersInWords(view.filter);
  return (
    <Layout frame={frame} title="Students" section="students">
      <div class="page-head">
        <div>
          <h1>Students</h1>
          <p>
            {view.term === undefined ? (
              'No term is open: only the balance of the whole account is known'
            ) : (
              <>
                Status and balance in <Written text={view.term.name} />
              </>
            )}
          </p>
        </div>
        {frame.user?.mayBill === true && <RegisterLink />}
      </div>
      <AsOfLine subject="Figures on this page" asOf={view.asOf} timeZone={frame.timeZone} />
      <StudentFilterForm filter={view.filter} />
      <section class="sheet" id="results" aria-labelledby="found">
        {filters === '' ? (
          <h2 class="vh" id="found">
            All students
          </h2>
        ) : (
          <div class="sheet-head">
            <h2 id="found">
              <Written text={filters} />
            </h2>
            <a href={STUDENTS_PATH}>Clear filters</a>
          </div>
        )}
        <Results view={view} frame={frame} filtered={filters !== ''} />
      </section>
    </Layout>
  );
}

function RegisterLink() {
  return (
    <div class="actions">
      <a class="btn" href={REGISTER_PATH}>
        Register a student
      </a>
    </div>
  );
}

interface ResultsProps {
  readonly view: StudentsView;
  readonly frame: Frame;
  readonly filtered: boolean;
}

function Results({ view, frame, filtered }: ResultsProps) {
  if (view.rows.length > 0) {
    return (
      <>
        <StudentsTable
          rows={view.rows}
          currency={frame.currency}
          caption={`${sentenceCase(currencyName(frame.currency))}. A positive balance is owed to the school, a negative one is credit.`}
          totalOf={view.complete ? 'all' : 'page'}
        />
        <Pager view={view} />
      </>
    );
  }
  if (filtered || view.continued) {
    return <p>Nobody matches. Take a filter away, or look for a shorter part of the name.</p>;
  }
  return (
    <>
      <p class="strong">No students yet.</p>
      <p class="muted">
        They appear here as soon as they are registered, each with a balance of its own.
      </p>
    </>
  );
}

function filtersInWords(filter: StudentFilter): string {
  const words = [
    filter.q === undefined ? undefined : `“${filter.q}”`,
    filter.class,
    filter.paymentStatus === undefined ? undefined : statusWord(filter.paymentStatus),
    filter.status,
    filter.sort === '-outstanding' ? 'highest arrears first' : undefined,
  ];
  return words.filter((word) => word !== undefined).join(', ');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
