// A page that does one thing to the books: what it is about, what will happen in words and in figures,
// and the form that does it. A refusal says first that nothing was done, and keeps what was typed.
import type { ActionView } from '../form-view-models.js';
import type { SignedInFrame } from '../view-models.js';
import { ChangesTable } from './changes-table.js';
import { Crumbs } from './crumbs.js';
import { FormFields, HiddenFields } from './form-fields.js';
import { Layout } from './layout.js';
import { RefusedNotice } from './refused-notice.js';
import { Written } from './written.js';

interface ActionPageProps {
  readonly frame: SignedInFrame;
  readonly view: ActionView;
}

export function ActionPage({ frame, view }: ActionPageProps) {
  const { problem } = view.form;
  const title = problem === undefined ? view.title : `Error: ${view.refusedTitle}`;
  return (
    <Layout frame={frame} title={title} section={view.section}>
      <Crumbs crumbs={view.crumbs} here={view.title} />
      <div class="reading">
        <Head view={view} />
        {problem !== undefined && <RefusedNotice title={view.refusedTitle} problem={problem} />}
        {view.changes.length > 0 && <ChangesTable rows={view.changes} currency={frame.currency} />}
        <section class="sheet" aria-labelledby="what-happens">
          <h2 id="what-happens">What will happen</h2>
          <Consequences sentences={view.consequences} />
          <ActionForm frame={frame} view={view} />
        </section>
      </div>
    </Layout>
  );
}

function Head({ view }: { view: ActionView }) {
  return (
    <div class="page-head">
      <div>
        <h1>{view.title}</h1>
        <p>
          <Written text={view.about} />
        </p>
      </div>
    </div>
  );
}

function Consequences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul>
      {sentences.map((sentence) => (
        <li key={sentence}>
          <Written text={sentence} />
        </li>
      ))}
    </ul>
  );
}

function ActionForm({ frame, view }: ActionPageProps) {
  return (
    <form method="post" action={view.form.path} novalidate>
      <HiddenFields form={view.form} csrf={frame.user.csrf} />
      <FormFields form={view.form} currency={frame.currency} />
      <Buttons view={view} />
    </form>
  );
}

/** The first one is what the Enter key presses. */
function Buttons({ view }: { view: ActionView }) {
  const { submit, update } = view;
  return (
    <p class="actions">
      {submit !== undefined && (
        <button class={submit.danger ? 'danger' : undefined}>{submit.text}</button>
      )}
      {update !== undefined && (
        <button class="outline" name="preview" value="yes">
          {update}
        </button>
      )}
      <a class="btn outline" href={view.cancelPath}>
        Cancel
      </a>
    </p>
  );
}
