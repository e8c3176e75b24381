// The fee schedule of a term: the version in force.
import { Injectable } from '@nestjs/common';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Currency } from '../../kernel/money.js';
import { ReadModels, type Stamp } from '../read-models.js';

export interface FeeLine {
  /** Absent: every class that has no line of its own for this code. */
  readonly class?: string;
  readonly feeCode: string;
  readonly description: string;
  readonly amountMinor: bigint;
  readonly dueOn?: LocalDate;
  readonly instalments?: readonly { readonly dueOn: LocalDate }[];
  readonly priority: number;
}

export interface FeeSchedule {
  readonly termId: Uuid;
  readonly version: number;
  readonly currency: Currency;
  readonly lines: readonly FeeLine[];
}

interface ScheduleRow extends Omit<FeeSchedule, 'lines'> {
  /** As published: amounts and priorities are decimal strings. */
  readonly lines: readonly (Omit<FeeLine, 'amountMinor' | 'priority'> & {
    readonly amountMinor: string;
    readonly priority: string;
  })[];
}

@Injectable()
export class FeeScheduleQueries {
  constructor(private readonly readModels: ReadModels) {}

  /** The latest version; absent when none was published. Source: table fee_schedule. */
  async current(termId: Uuid): Promise<Stamp & { readonly feeSchedule?: FeeSchedule }> {
    const { rows, ...stamp } = await this.readModels.read<{ rows: ScheduleRow }>(
      (schema) => ({
        rows: `select term_id as "termId", version, currency, lines
          from ${schema}.fee_schedule where term_id = $1 order by version desc limit 1`,
      }),
      [termId],
    );
    const row = rows[0];
    if (row === undefined) return stamp;
    const lines = row.lines.map((line) => ({
      ...line,
      amountMinor: BigInt(line.amountMinor),
      priority: Number(line.priority),
    }));
    return { ...stamp, feeSchedule: { ...row, lines } };
  }
}
