// What a batch of events changes, gathered in memory row by row and written with one upsert a table,
// whatever the size of the batch.
import { assert } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Touched } from './notice.js';
import { keyText, merged, stored, type Row } from './row-values.js';
import { columnOf, type Change, type Columns, type Table } from './table.js';
import { upsertStatement } from './table-sql.js';
import type { Queryable } from './version.js';

interface Pending {
  readonly names: readonly string[];
  readonly keys: readonly string[];
  readonly rows: Map<string, { readonly values: Row; index: number }>;
}

/** The changed rows of one table: an array for each parameter of its upsert. */
export interface TableChanges {
  readonly table: Table;
  readonly columns: unknown[][];
}

export class Changes {
  private readonly pending = new Map<Table, Pending>();

  /** Adds what an event says about one row: sums add up, of other columns the last given wins. */
  put<C extends Columns>(target: Table<C>, event: { index: number }, change: Change<C>): void {
    const { keys, rows } = this.pendingOf(target);
    const values: Row = { ...change };
    const id = keys.map((name) => keyText(values[name])).join('\n');
    const row = rows.get(id);
    if (row === undefined) {
      rows.set(id, { values, index: event.index });
      return;
    }
    row.index = event.index;
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined) row.values[name] = merged(target, name, [row.values[name], value]);
    }
  }

  /** Everything, as the parameters of one upsert a table. */
  byTable(): TableChanges[] {
    return [...this.pending].map(([target, { names, rows }]) => {
      const all = [...rows.values()];
      const columns = names.map((name) =>
        all.map(({ values }) => stored(target, name, values[name])),
      );
      return { table: target, columns: [...columns, all.map(({ index }) => index)] };
    });
  }

  /** Writes everything, one upsert a table, in the schema of one version. */
  async write(transaction: Queryable, schema: string): Promise<void> {
    for (const { table, columns } of this.byTable()) {
      await transaction.query({
        name: `upsert ${schema}.${table.name}`,
        text: upsertStatement(table, schema),
        values: columns,
      });
    }
  }

  /**
   * Forgets what is not about one student.
   * @throws AssertionFailed for a change of a row that is nobody's: it can't be made for one alone.
   */
  keepOnly(studentId: Uuid): void {
    for (const [target, { rows }] of this.pending) {
      for (const [id, { values }] of rows) {
        assert('studentId' in target.columns, `every row of ${target.name} is one student's`);
        if (values['studentId'] !== studentId) rows.delete(id);
      }
      if (rows.size === 0) this.pending.delete(target);
    }
  }

  /** What of the list of students these changes concern. */
  get touched(): Touched {
    const students = new Set<Uuid>();
    for (const [{ listed }, { rows }] of this.pending) {
      if (listed === 'anything') return 'everything';
      if (listed === undefined) continue;
      for (const { values } of rows.values()) students.add(keyText(values['studentId']));
    }
    return students;
  }

  private pendingOf(target: Table): Pending {
    const known = this.pending.get(target);
    if (known !== undefined) return known;
    const names = Object.keys(target.columns);
    const keys = names.filter((name) => columnOf(target, name).role === 'key');
    const pending = { names, keys, rows: new Map() };
    this.pending.set(target, pending);
    return pending;
  }
}
