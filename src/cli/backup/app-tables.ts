// Which tables of `app` a back-up holds, read from Postgres itself: a table that a later release adds
// is backed up without a word here.
import type { ClientBase } from 'pg';
import { AppError } from '../../kernel/app-error.js';

/**
 * Left out, because each speaks of something that the back-up does not hold.
 * - `read_model` names a schema `rm_<n>`, which is made anew.
 * - `process_checkpoint` was written after the log was copied: it may take for done what the restored
 *   log does not hold. Without it a process reads the log from its beginning.
 * - `schema_migration` is written by the migrations themselves.
 */
const LEFT_OUT = ['read_model', 'process_checkpoint', 'schema_migration'];

export interface AppTable {
  readonly name: string;
  readonly columns: readonly string[];
}

interface FoundTable extends AppTable {
  readonly refersTo: readonly string[];
}

const TABLES = `select c.relname as name,
    (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = '') as columns,
    array(select r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
     where k.conrelid = c.oid and k.contype = 'f' and r.oid <> c.oid) as "refersTo"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and c.relkind in ('r', 'p') and c.relname <> all($1)
  order by c.relname`;

/** The tables in an order in which no row refers to a later table. */
export async function appTables(client: ClientBase): Promise<AppTable[]> {
  const { rows } = await client.query<FoundTable>(TABLES, [LEFT_OUT]);
  const ordered: AppTable[] = [];
  const isPlaced = (name: string) => ordered.some((table) => table.name === name);
  let waiting = rows;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ refersTo }) => refersTo.every(isPlaced));
    if (ready.length === 0) throw circle(waiting.map(({ name }) => name));
    ordered.push(...ready.map(({ name, columns }) => ({ name, columns })));
    waiting = waiting.filter((table) => !ready.includes(table));
  }
  return ordered;
}

function circle(names: readonly string[]): AppError {
  const message = `The tables ${names.join(', ')} of "app" refer to each other in a circle.`;
  return new AppError('internal', message, { code: 'tables_in_circle' });
}
