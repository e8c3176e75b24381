// How far a run is, as its page shows it.
import type {
  ChargeRunProgress,
  ChargeRunStudent,
} from '../../projections/charge-run/charge-run.queries.js';
import type { ChargeRunView, RunRow } from '../charge-run-view-models.js';
import { chargeRunPath } from '../term-links.js';
import { asOfNow, type ReadStamp } from './as-of.js';

const ROWS_MAX = 200;

export interface RunFacts extends ReadStamp {
  readonly chargeRun: ChargeRunProgress;
  readonly students: readonly ChargeRunStudent[];
  readonly term: { readonly id: string; readonly name: string };
}

export function chargeRunView(facts: RunFacts, now: Date, mayBill: boolean): ChargeRunView {
  const { chargeRun, term } = facts;
  const { termId: _termId, ...run } = chargeRun;
  const rows = [...facts.students].map(rowOf).sort(failedFirst);
  return {
    ...run,
    term,
    rows: rows.slice(0, ROWS_MAX),
    rowsLeftOut: Math.max(0, rows.length - ROWS_MAX),
    asOf: asOfNow(facts, now, chargeRunPath(run.id)),
    mayCancel: mayBill && run.status !== 'cancelled',
  };
}

function rowOf({ studentId, givenName, familyName, ...row }: ChargeRunStudent): RunRow {
  const { result, failureCode, chargedMinor } = row;
  return {
    studentId,
    name: `${givenName} ${familyName}`,
    result,
    chargedMinor,
    ...(failureCode === undefined ? {} : { failureCode }),
  };
}

/** What needs a hand stands first; the others keep their frozen order. */
function failedFirst(a: RunRow, b: RunRow): number {
  return Number(b.result === 'failed') - Number(a.result === 'failed');
}
