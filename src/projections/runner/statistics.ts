// The planner's knowledge of the tables. A version begins empty, and a plan made for empty tables is
// kept as long as nothing tells Postgres otherwise; so the projector has them analysed each time the
// log has doubled. Between that, and for ever after, autovacuum does its work.
import type { Logger } from '../../kernel/logger.js';
import type { ReadModel } from './read-model.js';
import type { Queryable } from './version.js';

const FIRST_INDEX = 250;

export interface StatisticsOptions {
  readonly database: Queryable;
  readonly schema: string;
  readonly models: readonly ReadModel[];
  readonly logger: Logger;
}

export class Statistics {
  private nextIndex = FIRST_INDEX;
  private running: Promise<void> | undefined;

  constructor(private readonly options: StatisticsOptions) {}

  /** Begins when it is time, and holds nobody up; a failure is logged and the next time is waited for. */
  look(index: number): void {
    if (index < this.nextIndex || this.running !== undefined) return;
    this.nextIndex = index * 2;
    this.running = this.analyse().finally(() => {
      this.running = undefined;
    });
  }

  /** Resolves when nothing is running. */
  async settled(): Promise<void> {
    await this.running;
  }

  private async analyse(): Promise<void> {
    const { database, schema, models, logger } = this.options;
    try {
      await database.query(analyseStatement(schema, models));
    } catch (error) {
      logger.warn({ error: String(error), schema }, 'the read models could not be analysed');
    }
  }
}

/** One statement for all tables of a version; outside a transaction each is done by itself. */
export function analyseStatement(schema: string, models: readonly ReadModel[]): string {
  const names = models.flatMap(({ tables }) => tables.map(({ name }) => `${schema}.${name}`));
  return `analyze ${[`${schema}.checkpoint`, ...names].join(', ')}`;
}
