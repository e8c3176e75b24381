// How far a charge run is, student by student.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';

export type ChargeRunStatus = 'planned' | 'running' | 'completed' | 'cancelled';

export interface ChargeRunProgress {
  readonly id: Uuid;
  readonly termId: Uuid;
  readonly class?: string;
  readonly effectiveDate: LocalDate;
  readonly status: ChargeRunStatus;
  /** Students of the run. */
  readonly total: number;
  /** Students that are through, failed ones among them. */
  readonly done: number;
  readonly failed: number;
  readonly chargedMinor: bigint;
  readonly plannedAt: Date;
}

export interface ChargeRunStudent {
  readonly studentId: Uuid;
  readonly givenName: string;
  readonly familyName: string;
  readonly result: 'waiting' | 'charged' | 'failed';
  readonly failureCode?: string;
  readonly expectedNetMinor: bigint;
  readonly chargedMinor: bigint;
}

interface RunRow {
  readonly id: Uuid;
  readonly termId: Uuid;
  readonly class: string | null;
  readonly effectiveDate: LocalDate;
  readonly status: ChargeRunStatus;
  readonly total: number;
  readonly charged: number;
  readonly failed: number;
  readonly chargedMinor: number;
  readonly plannedAt: string;
}

interface StudentRow extends Omit<
  ChargeRunStudent,
  'failureCode' | 'expectedNetMinor' | 'chargedMinor'
> {
  readonly failureCode: string | null;
  readonly expectedNetMinor: number;
  readonly chargedMinor: number;
}

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
    const items = rows.map(({ failureCode, ...row }) => ({
      ...row,
      expectedNetMinor: minor(row.expectedNetMinor),
      chargedMinor: minor(row.chargedMinor),
      ...(failureCode === null ? {} : { failureCode }),
    }));
    return { ...stamp, items };
  }
}

function runStatement(schema: string): string {
  return `select r.charge_run_id as id, r.term_id as "termId", r.class,
      r.effective_date as "effectiveDate", r.status, r.students as total,
      r.planned_at as "plannedAt",
      (select count(*) from ${schema}.charge_run_student s
        where s.charge_run_id = r.charge_run_id and s.result = 'charged') as charged,
      (select count(*) from ${schema}.charge_run_student s
        where s.charge_run_id = r.charge_run_id and s.result = 'failed') as failed,
      (select coalesce(sum(amount_minor), 0) from ${schema}.charge c
        where c.charge_run_id = r.charge_run_id) as "chargedMinor"
    from ${schema}.charge_run r where r.charge_run_id = $1`;
}

function studentsStatement(schema: string): string {
  return `select r.student_id as "studentId", s.given_name as "givenName",
      s.family_name as "familyName", r.result, r.failure_code as "failureCode",
      coalesce(r.expected_net_minor, 0) as "expectedNetMinor",
      (select coalesce(sum(amount_minor), 0) from ${schema}.charge c
        where c.charge_run_id = r.charge_run_id and c.student_id = r.student_id) as "chargedMinor"
    from ${schema}.charge_run_student r
    left join ${schema}.student s on s.student_id = r.student_id
    where r.charge_run_id = $1 order by r.chunk, r.place`;
}

/** A completed run is done with all its students, also those who needed no charge. */
function progressOf(row: RunRow): ChargeRunProgress {
  const { charged, plannedAt, chargedMinor, ...rest } = row;
  return {
    id: rest.id,
    termId: rest.termId,
    ...(rest.class === null ? {} : { class: rest.class }),
    effectiveDate: rest.effectiveDate,
    status: rest.status,
    total: rest.total,
    done: rest.status === 'completed' ? rest.total : charged + rest.failed,
    failed: rest.failed,
    chargedMinor: minor(chargedMinor),
    plannedAt: new Date(plannedAt),
  };
}
