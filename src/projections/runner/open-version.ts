// Finds the version to write: the one that is served, or a first one made now. One whose tables have
// another shape than this release's is replaced by an empty one: read models are disposable.
import type { Pool } from 'pg';
import type { Logger } from '../../kernel/logger.js';
import { createReadModels, definitionOf, type ReadModel } from './read-model.js';
import {
  changingVersions,
  nextVersion,
  schemaOf,
  servedVersion,
  serveVersion,
  type Queryable,
} from './version.js';

/**
 * Called by the leader alone.
 * @returns the schema to write to; it exists and is served.
 */
export async function openVersion(
  { pool, logger }: { pool: Pool; logger: Logger },
  models: readonly ReadModel[],
): Promise<{ schema: string }> {
  return changingVersions(pool, async (transaction) => {
    const served = await servedVersion(transaction);
    if (served !== undefined && (await hasShape(transaction, served, models))) {
      return { schema: schemaOf(served) };
    }
    const version = await nextVersion(transaction);
    const schema = schemaOf(version);
    await createReadModels({ transaction, schema }, models);
    await serveVersion(transaction, version);
    if (served !== undefined) await transaction.query(`drop schema ${schemaOf(served)} cascade`);
    logger.info({ schema, replaced: served }, 'a new version of the read models begins');
    return { schema };
  });
}

async function hasShape(
  transaction: Queryable,
  version: number,
  models: readonly ReadModel[],
): Promise<boolean> {
  const { rows } = await transaction.query<{ definition: string }>(
    `select definition from ${schemaOf(version)}.checkpoint`,
  );
  return rows[0]?.definition === definitionOf(models);
}
