// What support needs to find a failure again.
import { formatDuration } from '../format.js';
import type { ProblemView } from '../view-models.js';

export function ErrorDetails({ problem }: { problem: ProblemView }) {
  return (
    <section class="sheet" aria-labelledby="details">
      <h2 id="details">Details for support</h2>
      <dl class="kv">
        <dt>Status</dt>
        <dd>
          {problem.retryAfterSeconds === undefined
            ? problem.status
            : `${problem.status}, try again in ${formatDuration(problem.retryAfterSeconds)}`}
        </dd>
        <dt>Code</dt>
        <dd class="mono">{problem.code}</dd>
        <Detail term="Effect" text={problem.effect} />
        <Detail term="Request id" text={problem.requestId} code />
        <Detail term="Page" text={problem.instance} code />
      </dl>
    </section>
  );
}

function Detail({ term, text, code }: { term: string; text: string | undefined; code?: boolean }) {
  if (text === undefined) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd class={code === true ? 'mono' : undefined}>{text}</dd>
    </>
  );
}
