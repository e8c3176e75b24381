// The values of a row while a batch is gathered.
import { assert } from '../../kernel/assert.js';
import { columnOf, type ColumnValues, type Table } from './table.js';

export type Value = ColumnValues[keyof ColumnValues] | undefined;
/** By the name of the column. */
export type Row = Record<string, Value>;

/** Of two values of one column: the sum, or the later one. */
export function merged(target: Table, name: string, [before, value]: [Value, Value]): Value {
  if (columnOf(target, name).role !== 'sum' || before === undefined) return value;
  assert(typeof before === 'bigint' && typeof value === 'bigint', `${name} is a sum of bigints`);
  return before + value;
}

export function keyText(value: Value): string {
  assert(typeof value === 'string' || typeof value === 'number', 'a key is text or a number');
  return String(value);
}

/** As an element of the parameter's array. */
export function stored(target: Table, name: string, value: Value): unknown {
  const { type, role } = columnOf(target, name);
  if (value === undefined) return role === 'sum' ? 0n : null;
  return type === 'jsonb' ? JSON.stringify(value) : value;
}
