// A charge run: planned, frozen, committed, worked off, completed; or cancelled, and undone. What was
// frozen is what is charged; what each account holds already decides what is left to do (rule 8).
import { absurd } from '../../../kernel/assert.js';
import type { Fold } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type {
  ChargeRunCancelledData,
  ChargeRunCompletedData,
  ChargeRunFact,
  ChargeRunPlannedData,
  ChargeRunStudent,
  ChargeRunUndoneData,
} from './charge-run.events.js';

export interface ChargeRun {
  readonly plan: ChargeRunPlannedData | undefined;
  /** In frozen order. */
  readonly students: readonly ChargeRunStudent[];
  readonly chunks: number;
  readonly committed: boolean;
  /** Student → code of the failure. */
  readonly failed: ReadonlyMap<Uuid, string>;
  readonly completed: ChargeRunCompletedData | undefined;
  readonly cancelled: ChargeRunCancelledData | undefined;
  readonly undone: ChargeRunUndoneData | undefined;
}

export const chargeRunFold: Fold<ChargeRun, ChargeRunFact> = {
  initialState: {
    plan: undefined,
    students: [],
    chunks: 0,
    committed: false,
    failed: new Map(),
    completed: undefined,
    cancelled: undefined,
    undone: undefined,
  },
  evolve,
};

export type ChargeRunStatus = 'running' | 'completed' | 'cancelled';

/** Of a committed run. */
export function chargeRunStatusOf(run: ChargeRun): ChargeRunStatus {
  if (run.cancelled !== undefined) return 'cancelled';
  return run.completed === undefined && run.students.length > 0 ? 'running' : 'completed';
}

function evolve(run: ChargeRun, fact: ChargeRunFact): ChargeRun {
  switch (fact.type) {
    case 'ChargeRunPlanned':
      return { ...run, plan: fact.data };
    case 'ChargeRunChunkFrozen':
      return {
        ...run,
        students: [...run.students, ...fact.data.students],
        chunks: run.chunks + 1,
      };
    case 'ChargeRunCommitted':
      return { ...run, committed: true };
    case 'ChargeRunStudentFailed':
      return {
        ...run,
        failed: new Map(run.failed).set(fact.data.studentId, fact.data.code),
      };
    case 'ChargeRunCompleted':
      return { ...run, completed: fact.data };
    case 'ChargeRunCancelled':
      return { ...run, cancelled: fact.data };
    case 'ChargeRunUndone':
      return { ...run, undone: fact.data };
    default:
      return absurd(fact);
  }
}
