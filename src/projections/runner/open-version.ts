// Finds the version to write: the one that is served, or a first one made now. One whose tables have
// another shape than this release's is replaced by an empty one: read models are disposable.
import type { Pool } from 'pg';
import type { Logger } from '../../kernel/logger.js';
import { createReadModels, definitionOf, type ReadModel } from './read-model.js';
import { nextVersion, schemaOf, servedVersion, serveVersion } from './version.js';

/**
 * Called by the leader alone.
 * @returns the schema to write to; it exists and is served.
 */
export async function openVersion(
  { pool, logger }: { pool: Pool; logger: Logger },
  models: readonly ReadModel[],
): Promise<{ schema: string }> {
  const served = await servedVersion(pool);
  if (served !== undefined && (await hasShape(pool, served, models))) {
    return { schema: schemaOf(served) };
  }
  const client = await pool.connect();
  try {
    await client.query('begin');
    const version = await nextVersion(client);
    const schema = schemaOf(version);
    await createReadModels({ transaction: client, schema }, models);
    await serveVersion(client, version);
    if (served !== undefined) await client.query(`drop schema ${schemaOf(served)} cascade`);
    await client.query('commit');
    logger.info({ schema, replaced: served }, 'a new version of the read models begins');
    return { schema };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function hasShape(
  pool: Pool,
  version: number,
  models: readonly ReadModel[],
): Promise<boolean> {
  const { rows } = await pool.query<{ definition: string }>(
    `select definition from ${schemaOf(version)}.checkpoint`,
  );
  return rows[0]?.definition === definitionOf(models);
}
