// Puts a dumped schema `app` into a database that no school has used: the schema of the back-up's own
// migrations, the rows, then the migrations that came later, which find the rows as they would have.
import { createReadStream } from 'node:fs';
import pg from 'pg';
import { migrate, MIGRATIONS } from '../../database/index.js';
import { AppError } from '../../kernel/app-error.js';
import { present } from '../../kernel/assert.js';
import { damaged, tableFile, type DumpedTable, type Manifest } from './manifest.js';
import { onOneConnection } from './one-connection.js';

/** So much of a file goes into one statement. */
const PIECE_BYTES = 1024 * 1024;

/** @throws AppError `invalid` (`backup_of_newer_release`) for a migration that is not known here. */
export function assertKnownMigrations({ app }: Manifest): void {
  const unknown = app.migrations.filter((name) => !MIGRATIONS.includes(name));
  if (unknown.length === 0) return;
  const message =
    `The back-up was made by a newer release (its database has ${unknown.join(', ')}). ` +
    'Restore it with that release.';
  throw new AppError('invalid', message, { code: 'backup_of_newer_release' });
}

/**
 * @param fileOf  Where the file of this name in the back-up is.
 * @throws AppError `internal` (`backup_damaged`) for rows that are missing; what Postgres says.
 */
export async function loadApp(
  databaseUrl: string,
  { app }: Manifest,
  fileOf: (name: string) => string,
): Promise<void> {
  await migrate(databaseUrl, { through: present(app.migrations.at(-1), 'migration') });
  await onOneConnection(databaseUrl, 'bursar restore', async (client) => {
    await client.query('begin');
    for (const table of app.tables.toReversed()) await empty(client, table.name);
    for (const table of app.tables) await loadTable(client, table, fileOf(tableFile(table.name)));
    await client.query('commit');
  });
  await migrate(databaseUrl);
}

/** A migration may have put a first row there; an append-only table refuses the attempt itself. */
async function empty(client: pg.ClientBase, name: string): Promise<void> {
  const { rows } = await client.query(`select 1 from app.${name} limit 1`);
  if (rows.length > 0) await client.query(`delete from app.${name}`);
}

async function loadTable(client: pg.ClientBase, table: DumpedTable, file: string): Promise<void> {
  let loaded = 0;
  for await (const lines of linesOf(file)) {
    loaded += lines.length;
    await client.query(insertStatement(table), [`[${lines.join(',')}]`]);
  }
  if (loaded !== table.rows) {
    throw damaged(`${file} has ${loaded} rows and should have ${table.rows}`);
  }
  for (const column of await identityColumns(client, table.name)) {
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2),
         (select coalesce(max(${pg.escapeIdentifier(column)}), 0) + 1 from app.${table.name}), false)`,
      [`app.${table.name}`, column],
    );
  }
}

/** Values keep their own ids, also where Postgres would number the rows itself. */
function insertStatement({ name, columns }: DumpedTable): string {
  const list = columns.map(pg.escapeIdentifier).join(', ');
  return `insert into app.${name} (${list}) overriding system value
    select ${list} from json_populate_recordset(null::app.${name}, $1::json)`;
}

/** Split at line feeds alone: a name may hold what other readers take for the end of a line. */
async function* linesOf(file: string): AsyncIterable<string[]> {
  let rest = '';
  for await (const piece of createReadStream(file, {
    encoding: 'utf8',
    highWaterMark: PIECE_BYTES,
  })) {
    const lines = `${rest}${String(piece)}`.split('\n');
    rest = present(lines.pop(), 'what follows the last line feed');
    if (lines.length > 0) yield lines;
  }
  if (rest !== '') throw damaged(`${file} ends in the middle of a row`);
}

async function identityColumns(client: pg.ClientBase, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attidentity <> '' and not attisdropped`,
    [`app.${table}`],
  );
  return rows.map(({ name }) => name);
}
