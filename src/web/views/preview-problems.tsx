// Students whom a run can't charge, each with the reason; they stop nobody else.
import { problemInWords } from '../charge-run-problems.js';
import type { PreviewProblem } from '../charge-run-view-models.js';
import { studentPath } from '../links.js';
import { TableHead } from './table-head.js';
import { Written } from './written.js';

export interface PreviewProblemsProps {
  readonly problems: readonly PreviewProblem[];
  /** Also of those who are not listed. */
  readonly count: number;
}

const COLUMNS = [{ text: 'Student' }, { text: 'Class' }, { text: 'Reason' }];

export function PreviewProblems({ problems, count }: PreviewProblemsProps) {
  if (count === 0) return null;
  const others = count - problems.length;
  return (
    <section class="sheet" aria-labelledby="cannot">
      <h2 id="cannot">Cannot be charged</h2>
      <table class="ledger">
        <caption>They are left out; the others are not held up.</caption>
        <TableHead columns={COLUMNS} />
        <tbody>
          {problems.map((problem) => (
            <Row key={problem.studentId} problem={problem} />
          ))}
        </tbody>
      </table>
      {others > 0 && <p class="hint">{`And ${others} more: mend these, then preview again.`}</p>}
    </section>
  );
}

function Row({ problem }: { problem: PreviewProblem }) {
  return (
    <tr class="mark">
      <th scope="row">
        <a href={studentPath(problem.studentId)}>
          <Written text={problem.name} />
        </a>
      </th>
      <td>
        <Written text={problem.class} />
      </td>
      <td>
        <strong class="bad">Cannot be charged:</strong> {problemInWords(problem.code)}
      </td>
    </tr>
  );
}
