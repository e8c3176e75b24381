// What committing and cancelling a charge run answer.
import type { Uuid } from '../../kernel/ids.js';
import { chargeRunStatusOf, type ChargeRun, type ChargeRunStatus } from './domain/charge-run.js';

/** As of the commitment; how far the run is now is asked of the read model. */
export interface ChargeRunAnswer {
  readonly id: Uuid;
  readonly status: ChargeRunStatus;
  /** Students. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** As the run's own facts have it; of a run under way, `done` is asked of the read model. */
export function chargeRunAnswer(id: Uuid, run: ChargeRun): ChargeRunAnswer {
  const { charged = '0', alreadyCharged = '0' } = run.completed ?? {};
  return {
    id,
    status: chargeRunStatusOf(run),
    total: run.students.length,
    done: Number(charged) + Number(alreadyCharged),
    failed: run.failed.size,
  };
}
