// A preview as its page shows it: the rows of one page with names and balances, every problem, and the
// totals of the whole run.
import type { PreviewAnswer } from '../../modules/billing/index.js';
import type { Account } from '../../projections/account/account.queries.js';
import type { PreviewProblem, PreviewRow } from '../charge-run-view-models.js';

export type PreviewItem = PreviewAnswer['items'][number];

const ROWS_A_PAGE = 50;
const PROBLEMS_MAX = 50;

export interface PreviewPart {
  readonly shown: readonly PreviewItem[];
  readonly problems: readonly PreviewItem[];
  readonly problemCount: number;
  readonly nextFrom?: string;
}

/** The items after a place; problems stand on every page. */
export function partOf(answer: PreviewAnswer, from: string | undefined): PreviewPart {
  const problems = answer.items.filter(({ problem }) => problem !== undefined);
  const charged = answer.items.filter(({ problem }) => problem === undefined);
  const rest = charged.filter(({ studentId }) => from === undefined || studentId > from);
  const shown = rest.slice(0, ROWS_A_PAGE);
  const last = shown.at(-1);
  return {
    shown,
    problems: problems.slice(0, PROBLEMS_MAX),
    problemCount: problems.length,
    ...(last !== undefined && rest.length > shown.length ? { nextFrom: last.studentId } : {}),
  };
}

/** Credit that meets the charges changes nothing in the sum: the balance has it already. */
export function previewRow({ studentId, lines }: PreviewItem, account: Account): PreviewRow {
  const byFee = new Map<string, bigint>();
  for (const { feeCode, amountMinor } of lines) {
    byFee.set(feeCode, (byFee.get(feeCode) ?? 0n) + BigInt(amountMinor));
  }
  const chargedMinor = [...byFee.values()].reduce((sum, amount) => sum + amount, 0n);
  const { netMinor } = account.totals;
  return {
    studentId,
    ...whoIs(account),
    byFee,
    chargedMinor,
    nowMinor: netMinor,
    afterMinor: netMinor + chargedMinor,
  };
}

export function previewProblem(item: PreviewItem, account: Account): PreviewProblem {
  return { studentId: item.studentId, ...whoIs(account), code: item.problem ?? '' };
}

function whoIs({ student }: Account): { name: string; class: string } {
  return { name: `${student.givenName} ${student.familyName}`, class: student.class };
}
