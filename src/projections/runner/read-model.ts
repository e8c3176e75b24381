// What a read model is to the runner: tables, and what each event changes in them.
import { createHash } from 'node:crypto';
import type { StoredEvent } from '../../eventstore/port.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Changes } from './changes.js';
import { parkedTable } from './parked.table.js';
import type { EventOf, ProjectedEvent, ProjectedFact } from './projected-event.js';
import type { Table } from './table.js';
import { createStatements } from './table-sql.js';
import type { Queryable } from './version.js';

export interface ReadModel {
  readonly tables: readonly Table[];
  /**
   * Looks up what the events of a batch refer to and do not say, before its handlers; of what is
   * written and never changes, since the batch may be of a later transaction.
   */
  prepare?(events: readonly ProjectedEvent[], place: ReadModelPlace): Promise<void>;
  /**
   * The student behind an event that can't be applied and names none; undefined when the rows know
   * nobody behind it. In a transaction in which nothing has failed.
   */
  studentBehind?(event: StoredEvent, place: ReadModelPlace): Promise<Uuid | undefined>;
  /** What an event of each type changes; of other types nothing. */
  readonly on: Handlers;
}

/** Called in the order of the log; pure but for `changes`. */
export type Handlers = {
  readonly [T in ProjectedFact['type']]?: (event: EventOf<T>, changes: Changes) => void;
};

/** Lets a read model take from one event what it wants. */
export function applyTo(model: ReadModel, event: ProjectedEvent, changes: Changes): void {
  const handler = model.on[event.type] as Handler | undefined;
  handler?.(event, changes);
}

type Handler = (event: ProjectedEvent, changes: Changes) => void;

/** One version of the tables, seen from inside a transaction or between two. */
export interface ReadModelPlace {
  readonly transaction: Queryable;
  readonly schema: string;
}

/**
 * Makes the schema of a version with all its tables and a checkpoint before the first event.
 * @throws whatever Postgres says; the caller's transaction is then of no use.
 */
export async function createReadModels(
  { transaction, schema }: ReadModelPlace,
  models: readonly ReadModel[],
): Promise<void> {
  await transaction.query(`create schema ${schema}`);
  for (const statement of statementsOf(models, schema)) await transaction.query(statement);
  await transaction.query(`insert into ${schema}.checkpoint (id, definition) values (1, $1)`, [
    definitionOf(models),
  ]);
}

/** Names the shape of the tables: another one means that another release made them. */
export function definitionOf(models: readonly ReadModel[]): string {
  const text = statementsOf(models, 'rm').join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function statementsOf(models: readonly ReadModel[], schema: string): string[] {
  const tables = models.flatMap((model) => model.tables);
  const own = [checkpointTable(schema), parkedTable(schema)];
  return [...own, ...tables.flatMap((table) => createStatements(table, schema))];
}

/** `current_at`: everything recorded until then is in. `heartbeat_at`: the projector was alive. */
function checkpointTable(schema: string): string {
  return `create table ${schema}.checkpoint (
    id int primary key check (id = 1),
    commit_pos int8 not null default -1,
    prepare_pos int8 not null default -1,
    event_id uuid,
    log_id uuid,
    epoch int not null default 0,
    index int8 not null default 0,
    current_at timestamptz not null default to_timestamp(0),
    heartbeat_at timestamptz not null default to_timestamp(0),
    definition text not null
  ) with (fillfactor = 20)`;
}
