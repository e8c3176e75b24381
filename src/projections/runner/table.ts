// A table of a read model, described once. Its DDL, the way in which the changes of one batch merge
// in memory, and the one set-based statement that writes them are all made from this description.
import { present } from '../../kernel/assert.js';

/** What a column holds, by Postgres type; money is a bigint of minor units, a day `YYYY-MM-DD`. */
export interface ColumnValues {
  uuid: string;
  text: string;
  int4: number;
  int8: bigint;
  bool: boolean;
  date: string;
  timestamptz: string;
  jsonb: object;
}

export type ColumnType = keyof ColumnValues;

/** `key` names the row; `latest` takes the newest value that is given; `sum` adds to what is there. */
export type ColumnRole = 'key' | 'latest' | 'sum';

export interface Column<T extends ColumnType = ColumnType, R extends ColumnRole = ColumnRole> {
  readonly type: T;
  readonly role: R;
}

export type Columns = Readonly<Record<string, Column>>;

export interface Table<C extends Columns = Columns> {
  /** snake_case. */
  readonly name: string;
  /** By camelCase name; in SQL snake_case. Every table has `log_index` beside them. */
  readonly columns: C;
  /** What `create index on <table>` takes, such as `(student_id)`. */
  readonly indexes: readonly string[];
  /**
   * What a changed row means for the list of students: the figures of its `studentId`, or anything
   * (who is listed, in which order, under which term). Absent: the list does not read it.
   */
  readonly listed?: 'figures' | 'anything';
}

type KeysOf<C extends Columns> = {
  [K in keyof C]: C[K]['role'] extends 'key' ? K : never;
}[keyof C];

/** What one event says about one row: its key, and any of its other columns. */
export type Change<C extends Columns> = {
  readonly [K in KeysOf<C>]: ColumnValues[C[K]['type']];
} & {
  readonly [K in Exclude<keyof C, KeysOf<C>>]?: ColumnValues[C[K]['type']] | undefined;
};

export function key<T extends ColumnType>(type: T): Column<T, 'key'> {
  return { type, role: 'key' };
}

export function latest<T extends ColumnType>(type: T): Column<T, 'latest'> {
  return { type, role: 'latest' };
}

/** Minor units or a count, changed by what is added to it. */
export function sum(): Column<'int8', 'sum'> {
  return { type: 'int8', role: 'sum' };
}

export function table<C extends Columns>(
  name: string,
  columns: C,
  indexes: readonly string[] = [],
): Table<C> {
  return { name, columns, indexes };
}

/** A table that the list of students reads. */
export function listed<T extends Table>(what: 'figures' | 'anything', target: T): T {
  return { ...target, listed: what };
}

/** `chargedMinor` to `charged_minor`. */
export function columnName(name: string): string {
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

/** `insert … select from unnest … on conflict do update`, one array parameter per column. */
export function upsertStatement(target: Table, schema: string): string {
  const names = Object.keys(target.columns);
  const columns = [...names.map(columnName), 'log_index'];
  const arrays = [...names.map((name) => columnOf(target, name).type), 'int8'];
  const updates = names
    .filter((name) => columnOf(target, name).role !== 'key')
    .map((name) => {
      const column = columnName(name);
      return columnOf(target, name).role === 'sum'
        ? `${column} = t.${column} + excluded.${column}`
        : `${column} = coalesce(excluded.${column}, t.${column})`;
    });
  return `insert into ${schema}.${target.name} as t (${columns.join(', ')})
    select * from unnest(${arrays.map((type, i) => `$${i + 1}::${type}[]`).join(', ')})
    on conflict (${keyColumns(target).join(', ')}) do update
    set ${[...updates, 'log_index = excluded.log_index'].join(', ')}`;
}

export function columnOf(target: Table, name: string): Column {
  return present(target.columns[name], `column ${name} of ${target.name}`);
}

function keyColumns(target: Table): string[] {
  return Object.entries(target.columns)
    .filter(([, column]) => column.role === 'key')
    .map(([name]) => columnName(name));
}
