// The SQL of a table of a read model, made from its description.
import { columnOf, type Table } from './table.js';

/** `chargedMinor` to `charged_minor`. */
function columnName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Statements that create the table and its indexes in a schema. */
export function createStatements(target: Table, schema: string): string[] {
  const lines = Object.entries(target.columns).map(([name, { type, role }]) => {
    const constraint = { key: ' not null', latest: '', sum: ' not null default 0' }[role];
    return `${columnName(name)} ${type}${constraint}`;
  });
  lines.push('log_index int8 not null', `primary key (${keyColumns(target).join(', ')})`);
  // Room on each page keeps the many small updates of a row next to it, and out of the indexes.
  return [
    `create table ${schema}.${target.name} (${lines.join(', ')}) with (fillfactor = 80)`,
    ...target.indexes.map((index) => `create index on ${schema}.${target.name} ${index}`),
  ];
}

/** How many parameters the upsert of a table takes: one a column. */
export function parametersOf({ columns }: Table): number {
  return Object.keys(columns).length + 1;
}

/**
 * `insert … select from unnest … on conflict do update`, one array parameter per column.
 * @param part  In a larger statement: the number of its first parameter, and the condition under
 *   which it writes anything.
 */
export function upsertStatement(
  target: Table,
  schema: string,
  { first, only }: { readonly first: number; readonly only: string } = { first: 1, only: 'true' },
): string {
  const names = Object.keys(target.columns);
  const columns = [...names.map(columnName), 'log_index'];
  const arrays = [...names.map((name) => columnOf(target, name).type), 'int8'];
  return `insert into ${schema}.${target.name} as t (${columns.join(', ')})
    select * from unnest(${arrays.map((type, n) => `$${first + n}::${type}[]`).join(', ')})
    where ${only}
    on conflict (${keyColumns(target).join(', ')}) do update set ${updates(target).join(', ')}`;
}

function updates(target: Table): string[] {
  const names = Object.keys(target.columns);
  const changed = names.filter((name) => columnOf(target, name).role !== 'key');
  const set = changed.map((name) => {
    const column = columnName(name);
    return columnOf(target, name).role === 'sum'
      ? `${column} = t.${column} + excluded.${column}`
      : `${column} = coalesce(excluded.${column}, t.${column})`;
  });
  return [...set, 'log_index = excluded.log_index'];
}

function keyColumns(target: Table): string[] {
  return Object.entries(target.columns)
    .filter(([, column]) => column.role === 'key')
    .map(([name]) => columnName(name));
}
