// Who is there to be charged: billing's question to the read models.
import { Inject, Injectable } from '@nestjs/common';
import type { LogPosition } from '../eventstore/port.js';
import { AppError } from '../kernel/app-error.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import type { Uuid } from '../kernel/ids.js';
import type { StudentRoster } from '../modules/billing/index.js';
import { ConsistencyTokens } from './consistency/read-your-writes.js';
import { ReadModels } from './read-models.js';
import { classOnDay, isClassOnDay, schoolDay } from './student-class.js';

@Injectable()
export class ReadModelStudentRoster implements StudentRoster {
  constructor(
    private readonly readModels: ReadModels,
    private readonly tokens: ConsistencyTokens,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async listActiveStudents(filter: { class?: string }): Promise<{
    readonly atIndex: number;
    readonly students: readonly { readonly studentId: Uuid; readonly class: string }[];
  }> {
    const { students, position, incomplete } = await this.readModels.read<{
      students: { studentId: Uuid; class: string };
    }>(activeStudents, [filter.class ?? null, this.clock.now().toISOString()]);
    if (incomplete !== undefined) throw rosterIncomplete(incomplete);
    return { atIndex: position, students };
  }

  async waitFor(position: LogPosition): Promise<void> {
    await this.tokens.requirePosition(position);
  }
}

/** A run over the others would be committed as if it were a run over all. */
function rosterIncomplete(parked: number): AppError {
  const message = `${parked} students can't be read from the lists; mend them first (unpark).`;
  return new AppError('conflict', message, { code: 'read_model_incomplete' });
}

/** In the class of the school's day now: one that begins tomorrow is charged for the one of today. */
function activeStudents(schema: string) {
  const today = schoolDay(schema, '$2::timestamptz');
  return {
    students: `select student_id as "studentId", ${classOnDay(schema, today)} as class
      from ${schema}.student s
      where status = 'active' and ($1::text is null or ${isClassOnDay(schema, today, '$1')})
      order by student_id`,
  };
}
