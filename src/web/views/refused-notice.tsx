// A refusal says first that nothing was done, then why.
import type { FormProblem } from '../form-view-models.js';
import { Written } from './written.js';

/** Focused when no field is to blame, so that it is read first. */
export function RefusedNotice({ title, problem }: { title: string; problem: FormProblem }) {
  const isWhole = problem.fields.length === 0;
  return (
    <div class="notice err" role="alert" tabindex={-1} id="problem" autofocus={isWhole}>
      <h2>{title}</h2>
      <p>
        <Written text={problem.message} />
      </p>
    </div>
  );
}
