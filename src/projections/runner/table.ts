// A table of a read model, described once. Its DDL, the way in which the changes of one batch merge
// in memory, and the one set-based upsert that writes them are all made from this description.
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

export function columnOf(target: Table, name: string): Column {
  return present(target.columns[name], `column ${name} of ${target.name}`);
}
