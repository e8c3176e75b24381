// A batch as one statement, and so as one round trip: the checkpoint moves, and only where it did are
// the rows written and those told who wait. As with any statement, all of it happens or nothing.
import { statementName } from '../../database/statement-name.js';
import type { Changes, TableChanges } from './changes.js';
import {
  Fenced,
  MOVE_PARAMETERS,
  moveStatement,
  moveValues,
  type CheckpointMove,
} from './checkpoint-row.js';
import { NOTICE_CHANNEL, payloadOf } from './notice.js';
import type { Table } from './table.js';
import { parametersOf, upsertStatement } from './table-sql.js';
import type { Queryable } from './version.js';

/** Few sets of tables change together, again and again; a plan takes 0.7 MB of each connection. */
const PLANNED_MAX = 24;

export interface BatchStatementsPlace {
  /** Of the version that is written. */
  readonly schema: string;
  /** True while nobody reads this version: those who wait for another one are not told. */
  readonly silent?: boolean;
}

/** The statements of one version; those that came first are planned once. */
export class BatchStatements {
  private readonly planned = new Map<string, { readonly name: string; readonly text: string }>();

  constructor(private readonly place: BatchStatementsPlace) {}

  /**
   * Applies a batch in a transaction of its own.
   * @throws Fenced as `moveCheckpoint`; what Postgres says. Nothing was applied then, unless the
   *   connection broke before it could answer.
   */
  async run(database: Queryable, move: CheckpointMove, changes: Changes): Promise<void> {
    const { schema, silent } = this.place;
    const parts = changes.byTable();
    const { to, current } = move;
    const { touched } = changes;
    const notice = { commit: to.commit, index: to.index, schema, current, touched };
    const { rowCount } = await database.query({
      ...this.statementOf(parts),
      values: [
        ...moveValues(move),
        ...(silent === true ? [] : [payloadOf(notice)]),
        ...parts.flatMap(({ columns }) => columns),
      ],
    });
    if (rowCount !== 1) throw new Fenced(schema);
  }

  private statementOf(parts: readonly TableChanges[]): { name?: string; text: string } {
    const tables = parts.map(({ table }) => table);
    const key = tables.map(({ name }) => name).join(' ');
    const known = this.planned.get(key);
    if (known !== undefined) return known;
    const text = this.textOf(tables);
    if (this.planned.size === PLANNED_MAX) return { text };
    const statement = { name: statementName('batch', text), text };
    this.planned.set(key, statement);
    return statement;
  }

  private textOf(tables: readonly Table[]): string {
    const { schema, silent } = this.place;
    const told = silent === true ? 0 : 1;
    let first = MOVE_PARAMETERS + told + 1;
    const upserts = tables.map((table) => {
      const text = upsertStatement(table, schema, { first, only: 'exists (select from moved)' });
      first += parametersOf(table);
      return `${table.name}_rows as (${text})`;
    });
    const notice = told === 0 ? '' : `, pg_notify('${NOTICE_CHANNEL}', $${MOVE_PARAMETERS + 1})`;
    // Not to wait for the disk holds for this transaction alone: see `batch-transaction`.
    return `with ${[`moved as (${moveStatement(schema)} returning 1)`, ...upserts].join(', ')}
      select set_config('synchronous_commit', 'off', true)${notice} from moved`;
  }
}
