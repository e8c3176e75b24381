// What is known of a student.
import type { StudentDetailsView } from '../student-view-models.js';
import { Day } from './money.js';
import { Written } from './written.js';

export function PersonFacts({ view }: { view: StudentDetailsView }) {
  return (
    <section class="sheet" aria-labelledby="known">
      <h2 id="known">What is known</h2>
      <dl class="kv">
        <Dates view={view} />
        <dt>Class</dt>
        <Classes view={view} />
        <dt>Guardians</dt>
        <Guardians view={view} />
      </dl>
    </section>
  );
}

function Dates({ view }: { view: StudentDetailsView }) {
  return (
    <>
      <dt>Admission no.</dt>
      <dd>
        <Written text={view.admissionNo} />
      </dd>
      <dt>Enrolled on</dt>
      <dd>
        <Day date={view.enrolledOn} />
      </dd>
      <dt>Birth date</dt>
      <dd>{view.birthDate === undefined ? 'not known' : <Day date={view.birthDate} />}</dd>
    </>
  );
}

function Classes({ view }: { view: StudentDetailsView }) {
  return (
    <dd>
      <Written text={view.class} />
      {view.classes.map(({ class: name, from }) => (
        <span key={from} class="sub">
          <Written text={name} /> from <Day date={from} />
        </span>
      ))}
    </dd>
  );
}

function Guardians({ view }: { view: StudentDetailsView }) {
  if (view.guardians.length === 0) return <dd>none are known</dd>;
  return (
    <dd>
      {view.guardians.map(({ name, phone, email }) => (
        <span key={name}>
          <Written text={name} />
          <span class="sub">
            <Written text={phone} /> <Written text={email} />
          </span>
        </span>
      ))}
    </dd>
  );
}
