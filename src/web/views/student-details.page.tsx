// Who a student is: for all who may read, and for bursars the form that corrects it.
import type { FormView } from '../form-view-models.js';
import { formatDate } from '../format.js';
import { studentPath, STUDENTS_PATH } from '../links.js';
import { studentStatusPath, type StatusVerb } from '../student-links.js';
import type { StudentDetailsView } from '../student-view-models.js';
import type { SignedInFrame } from '../view-models.js';
import { AsOfLine } from './as-of.js';
import { Crumbs } from './crumbs.js';
import { FormFields, HiddenFields } from './form-fields.js';
import { Layout } from './layout.js';
import { PersonFacts } from './person-facts.js';
import { RefusedNotice } from './refused-notice.js';
import { Written } from './written.js';

export interface StudentDetailsPageProps {
  readonly frame: SignedInFrame;
  readonly view: StudentDetailsView;
}

const REFUSED = 'Nothing was corrected';

export function StudentDetailsPage({ frame, view }: StudentDetailsPageProps) {
  const problem = view.form?.problem;
  const title = problem === undefined ? `Details of ${view.name}` : `Error: ${REFUSED}`;
  const account = { text: view.name, path: studentPath(view.id) };
  return (
    <Layout frame={frame} title={title} section="students">
      <Crumbs crumbs={[{ text: 'Students', path: STUDENTS_PATH }, account]} here="Details" />
      <Head frame={frame} view={view} />
      {problem !== undefined && <RefusedNotice title={REFUSED} problem={problem} />}
      <AsOfLine subject="These details" asOf={view.asOf} timeZone={frame.timeZone} />
      <div class="cols two">
        <PersonFacts view={view} />
        {view.form !== undefined && <Correction frame={frame} form={view.form} />}
      </div>
    </Layout>
  );
}

function Head({ frame, view }: StudentDetailsPageProps) {
  return (
    <div class="page-head">
      <div>
        <h1>
          <Written text={view.name} />
        </h1>
        <p>{`${view.status} since ${formatDate(view.statusSince)}`}</p>
      </div>
      {frame.user.mayBill && <StatusLinks view={view} />}
    </div>
  );
}

function StatusLinks({ view }: { view: StudentDetailsView }) {
  return (
    <div class="actions">
      {VERBS[view.status].map((verb) => (
        <a key={verb} class="btn outline" href={studentStatusPath(view.id, verb)}>
          {VERB_WORDS[verb]}
        </a>
      ))}
    </div>
  );
}

const VERBS: Readonly<Record<StudentDetailsView['status'], readonly StatusVerb[]>> = {
  active: ['withdraw', 'graduate'],
  withdrawn: ['readmit'],
  graduated: ['readmit'],
};
const VERB_WORDS = { withdraw: 'Withdraw', graduate: 'Graduate', readmit: 'Readmit' } as const;

function Correction({ frame, form }: { frame: SignedInFrame; form: FormView }) {
  return (
    <section class="sheet" aria-labelledby="correct">
      <h2 id="correct">Correct the details</h2>
      <p class="hint">
        What was known before stays in the history. A new class counts from its day on.
      </p>
      <form method="post" action={form.path} novalidate>
        <HiddenFields form={form} csrf={frame.user.csrf} />
        <FormFields form={form} currency={frame.currency} />
        <button>Save the details</button>
      </form>
    </section>
  );
}
