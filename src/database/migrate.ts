// Brings the schema `app` to the version of this release. Several instances may start at once: the
// first takes the lock, the others wait and find nothing to do.
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, MikroORM, type EntitySchema, type Options } from '@mikro-orm/postgresql';
import pg from 'pg';
import { AppSchema } from '../../migrations/0001-app-schema.js';

const MIGRATIONS_LOCK = 7_302_001;

const MIGRATION_CLASSES = [{ name: '0001-app-schema', class: AppSchema }];

/** Names of the migrations of this release, in order. */
export const MIGRATIONS: readonly string[] = MIGRATION_CLASSES.map(({ name }) => name);

/** MikroORM's configuration: entities of `app` and the migrations that own its schema. */
export function ormOptions(clientUrl: string, entities: readonly EntitySchema[]): Options {
  return defineConfig({
    clientUrl,
    // stdout belongs to the ready line; what a migration does is told by its caller.
    logger: (message) => process.stderr.write(`${message}\n`),
    colors: false,
    schema: 'app',
    entities: [...entities],
    extensions: [Migrator],
    discovery: { warnWhenNoEntities: false },
    pool: { min: 0, max: 4 },
    migrations: {
      migrationsList: MIGRATION_CLASSES,
      tableName: 'schema_migration',
      snapshot: false,
      silent: true,
    },
  });
}

/**
 * Creates or upgrades the schema `app`.
 * @param through  Name of the last migration to run; absent: all of them.
 * @throws whatever Postgres says; a half-done migration is rolled back.
 */
export async function migrate(
  databaseUrl: string,
  { through }: { through?: string } = {},
): Promise<void> {
  const lock = new pg.Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATIONS_LOCK]);
    await lock.query('create schema if not exists app');
    const orm = await MikroORM.init(ormOptions(databaseUrl, []));
    try {
      await orm.migrator.up(through === undefined ? {} : { to: through });
    } finally {
      await orm.close();
    }
  } finally {
    await lock.end();
  }
}
