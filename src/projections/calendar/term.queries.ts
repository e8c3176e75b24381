// Terms and which one is current: the one that was opened last.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { ReadModels, type Stamp } from '../read-models.js';

export type TermStatus = 'scheduled' | 'open' | 'closing' | 'closed';

export interface Term {
  readonly id: Uuid;
  readonly schoolYear: string;
  readonly name: string;
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
  readonly status: TermStatus;
  readonly current: boolean;
}

@Injectable()
export class TermQueries {
  constructor(private readonly readModels: ReadModels) {}

  /** All terms, earliest first. Source: table term. */
  async list(): Promise<Stamp & { readonly items: readonly Term[] }> {
    return this.readModels.read<{ items: Term }>((schema) => ({ items: statement(schema) }));
  }

  /** @throws AppError `not_found` (`term_not_found`). */
  async find(termId: Uuid): Promise<Stamp & { readonly term: Term }> {
    const { items, ...stamp } = await this.list();
    const term = items.find(({ id }) => id === termId);
    if (term === undefined) {
      throw new AppError('not_found', `There is no term ${termId}.`, { code: 'term_not_found' });
    }
    return { ...stamp, term };
  }

  /** The current term; absent before the first one was opened. */
  async current(): Promise<Stamp & { readonly term?: Term }> {
    const { items, ...stamp } = await this.list();
    const term = items.find(({ current }) => current);
    return { ...stamp, ...(term === undefined ? {} : { term }) };
  }
}

function statement(schema: string): string {
  return `select term_id as id, school_year as "schoolYear", name, starts_on as "startsOn",
      ends_on as "endsOn", status,
      opened_index is not null
        and opened_index = (select max(opened_index) from ${schema}.term) as current
    from ${schema}.term order by starts_on, term_id`;
}
