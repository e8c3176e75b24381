// What a run of decoded events changes, written in the caller's transaction with one statement a table.
import type { Uuid } from '../../kernel/ids.js';
import { Changes } from './changes.js';
import type { ProjectedEvent } from './projected-event.js';
import { applyTo, type ReadModel, type ReadModelPlace } from './read-model.js';

/** What the events say. @throws what a handler throws, or Postgres. */
export async function changesOf(
  events: readonly ProjectedEvent[],
  models: readonly ReadModel[],
  place: ReadModelPlace,
): Promise<Changes> {
  const changes = new Changes();
  for (const model of models) await model.prepare?.(events, place);
  for (const event of events) for (const model of models) applyTo(model, event, changes);
  return changes;
}

/**
 * @param only  Whose rows alone are written: what the events say about others is there already.
 * @throws what a handler throws, or Postgres.
 */
export async function applyEvents(
  events: readonly ProjectedEvent[],
  models: readonly ReadModel[],
  { transaction, schema, only }: ReadModelPlace & { readonly only?: Uuid },
): Promise<Changes> {
  const changes = await changesOf(events, models, { transaction, schema });
  if (only !== undefined) changes.keepOnly(only);
  await changes.write(transaction, schema);
  return changes;
}
