// Who is there to be charged: billing's question to the read models.
import { Injectable } from '@nestjs/common';
import type { LogPosition } from '../eventstore/port.js';
import type { Uuid } from '../kernel/ids.js';
import type { StudentRoster } from '../modules/billing/index.js';
import { ConsistencyTokens } from './consistency/read-your-writes.js';
import { ReadModels } from './read-models.js';

@Injectable()
export class ReadModelStudentRoster implements StudentRoster {
  constructor(
    private readonly readModels: ReadModels,
    private readonly tokens: ConsistencyTokens,
  ) {}

  async listActiveStudents(filter: { class?: string }): Promise<{
    readonly atIndex: number;
    readonly students: readonly { readonly studentId: Uuid; readonly class: string }[];
  }> {
    const { students, position } = await this.readModels.read<{
      students: { studentId: Uuid; class: string };
    }>(
      (schema) => ({
        students: `select student_id as "studentId", class from ${schema}.student
          where status = 'active' and ($1::text is null or class = $1) order by student_id`,
      }),
      [filter.class ?? null],
    );
    return { atIndex: position, students };
  }

  async waitFor(position: LogPosition): Promise<void> {
    await this.tokens.requirePosition(position);
  }
}
