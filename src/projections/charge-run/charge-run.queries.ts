// How far a charge run is, student by student.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';
import type { ChargeRunProgress, ChargeRunStudent } from './charge-run.shapes.js';
import {
  runStatement,
  studentsStatement,
  type RunRow,
  type StudentRow,
} from './charge-run.statements.js';

export type * from './charge-run.shapes.js';

@Injectable()
export class ChargeRunQueries {
  constructor(private readonly readModels: ReadModels) {}

  /**
   * Figures of one run.
   * @throws AppError `not_found` (`charge_run_not_found`).
   * Source: tables charge_run, charge_run_student, charge; O(students of the run).
   */
  async progress(chargeRunId: Uuid): Promise<Stamp & { readonly chargeRun: ChargeRunProgress }> {
    const { rows, ...stamp } = await this.readModels.read<{ rows: RunRow }>(
      (schema) => ({ rows: runStatement(schema) }),
      [chargeRunId],
    );
    const row = rows[0];
    if (row === undefined) {
      throw new AppError('not_found', `There is no charge run ${chargeRunId}.`, {
        code: 'charge_run_not_found',
      });
    }
    return { ...stamp, chargeRun: progressOf(row) };
  }

  /** Students of a run in its frozen order. */
  async students(chargeRunId: Uuid): Promise<Stamp & { items: readonly ChargeRunStudent[] }> {
    const { rows, ...stamp } = await this.readModels.read<{ rows: StudentRow }>(
      (schema) => ({ rows: studentsStatement(schema) }),
      [chargeRunId],
    );
    return { ...stamp, items: rows.map(studentOf) };
  }
}

function studentOf({ failureCode, undone, ...row }: StudentRow): ChargeRunStudent {
  return {
    ...row,
    expectedNetMinor: minor(row.expectedNetMinor),
    chargedMinor: minor(row.chargedMinor),
    ...(failureCode === null ? {} : { failureCode }),
    ...(undone ? { undone } : {}),
  };
}

/** A completed run is done with all its students, also those who needed no charge. */
function progressOf(row: RunRow): ChargeRunProgress {
  const { id, termId, effectiveDate, status, total, charged, failed } = row;
  return {
    id,
    termId,
    ...(row.class === null ? {} : { class: row.class }),
    effectiveDate,
    status,
    total,
    done: status === 'completed' ? total : charged + failed,
    failed,
    chargedMinor: minor(row.chargedMinor),
    plannedAt: new Date(row.plannedAt),
    ...cancellationOf(row),
  };
}

function cancellationOf(row: RunRow): Pick<ChargeRunProgress, 'cancellation'> {
  const { cancelReasonCode: reasonCode, cancelledFrom, undone, undoneMinor } = row;
  if (reasonCode === null) return {};
  const from = cancelledFrom === null ? {} : { effectiveDate: cancelledFrom };
  const finished = row.undoneAt !== null || cancelledFrom === null;
  return {
    cancellation: { reasonCode, ...from, undone, undoneMinor: minor(undoneMinor), finished },
  };
}
