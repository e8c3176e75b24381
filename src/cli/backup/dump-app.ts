// Schema `app` as text: a file a table, a row a line, JSON as Postgres writes it. No value passes
// through a number of ours, and memory holds a hundred rows however many there are.
import pg from 'pg';
import { appTables, type AppTable } from './app-tables.js';
import { writeNew } from './files.js';
import { tableFile, type DumpedTable, type Manifest } from './manifest.js';
import { onOneConnection } from './one-connection.js';

const ROWS_AT_ONCE = 100;

/**
 * Writes every table as of one moment: one transaction, which sees no later change.
 * @param fileOf  Where the file of this name in the back-up is to be.
 * @throws what Postgres and the file system say.
 */
export function dumpApp(
  databaseUrl: string,
  fileOf: (name: string) => string,
): Promise<Manifest['app']> {
  return onOneConnection(databaseUrl, 'bursar backup', async (client) => {
    await client.query(`set time zone 'UTC'`);
    await client.query('begin isolation level repeatable read, read only');
    const migrations = await appliedMigrations(client);
    const tables: DumpedTable[] = [];
    for (const table of await appTables(client)) {
      tables.push(await dumpTable(client, table, fileOf(tableFile(table.name))));
    }
    await client.query('commit');
    return { migrations, tables };
  });
}

async function appliedMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from app.schema_migration order by name',
  );
  return rows.map(({ name }) => name);
}

async function dumpTable(
  client: pg.ClientBase,
  table: AppTable,
  file: string,
): Promise<DumpedTable> {
  let rows = 0;
  async function* text(): AsyncIterable<string> {
    for await (const lines of linesOf(client, table)) {
      rows += lines.length;
      yield `${lines.join('\n')}\n`;
    }
  }
  await writeNew(file, text());
  return { name: table.name, columns: [...table.columns], rows };
}

async function* linesOf(
  client: pg.ClientBase,
  { name, columns }: AppTable,
): AsyncGenerator<string[], void> {
  await client.query(
    `declare dumped no scroll cursor for select row_to_json(t)::text as line
     from (select ${columns.map(pg.escapeIdentifier).join(', ')} from app.${name}) t`,
  );
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${ROWS_AT_ONCE} from dumped`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await client.query('close dumped');
}
