// What a batch of events changes, gathered in memory row by row and written with one statement a
// table, whatever the size of the batch.
import { assert } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Touched } from './notice.js';
import {
  columnOf,
  upsertStatement,
  type Change,
  type Columns,
  type ColumnValues,
  type Table,
} from './table.js';
import type { Queryable } from './version.js';

type Value = ColumnValues[keyof ColumnValues] | undefined;
type Row = Record<string, Value>;

interface Pending {
  readonly names: readonly string[];
  readonly keys: readonly string[];
  readonly rows: Map<string, { readonly values: Row; index: number }>;
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

  /** Writes everything, one upsert a table, in the schema of one version. */
  async write(transaction: Queryable, schema: string): Promise<void> {
    for (const [target, { names, rows }] of this.pending) {
      const all = [...rows.values()];
      const columns = names.map((name) =>
        all.map(({ values }) => stored(target, name, values[name])),
      );
      await transaction.query({
        name: `upsert ${schema}.${target.name}`,
        text: upsertStatement(target, schema),
        values: [...columns, all.map(({ index }) => index)],
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

function merged(target: Table, name: string, [before, value]: [Value, Value]): Value {
  if (columnOf(target, name).role !== 'sum' || before === undefined) return value;
  assert(typeof before === 'bigint' && typeof value === 'bigint', `${name} is a sum of bigints`);
  return before + value;
}

function keyText(value: Value): string {
  assert(typeof value === 'string' || typeof value === 'number', 'a key is text or a number');
  return String(value);
}

/** As an element of the parameter's array. */
function stored(target: Table, name: string, value: Value): unknown {
  const { type, role } = columnOf(target, name);
  if (value === undefined) return role === 'sum' ? 0n : null;
  return type === 'jsonb' ? JSON.stringify(value) : value;
}
