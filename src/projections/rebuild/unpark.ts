// Makes one parked student's rows again from the log, with the code that made everybody else's: they are
// deleted and folded up to the checkpoint in one transaction that holds the checkpoint's row. No batch
// gets between, and the projector, fenced off by the new epoch, begins again knowing who is parked.
import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '../../eventstore/port.js';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import { applyCarefully } from '../runner/careful-batch.js';
import type { Checkpoint } from '../runner/checkpoint.js';
import { enterEpoch, readCheckpoint } from '../runner/checkpoint-row.js';
import type { EventDecoder } from '../runner/event-decoder.js';
import { notifyStatement } from '../runner/notice.js';
import { parkedEventOf, type ParkedEvent } from '../runner/parked.table.js';
import { Parking } from '../runner/parking.js';
import type { ReadModel } from '../runner/read-model.js';
import { changingVersions, schemaOf, servedVersion, type Queryable } from '../runner/version.js';
import { StudentEvents } from './student-events.js';

export interface UnparkOptions {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly decoder: EventDecoder;
  /** A fresh set. */
  readonly models: readonly ReadModel[];
}

export interface Unparked {
  /** How many events the rows are made of. */
  readonly events: number;
  /** Where the student is parked again; absent: nowhere. */
  readonly again?: ParkedEvent;
}

/** @throws AppError `conflict` (`not_parked`); `unavailable` (`read_model_missing`). */
export async function findParked(database: Queryable, studentId: Uuid): Promise<ParkedEvent> {
  const parked = await parkedEventOf(database, await servedSchema(database), studentId);
  if (parked !== undefined) return parked;
  throw new AppError('conflict', `Student ${studentId} is not parked.`, { code: 'not_parked' });
}

/**
 * Makes the rows of a parked student again, in the served version. O(events of the log).
 * @throws AppError as `findParked`; `internal` (`projector_stopped`) when it is not for one student to
 *   be mended; `unavailable`. Nothing is changed then.
 */
export async function unpark(options: UnparkOptions, studentId: Uuid): Promise<Unparked> {
  const { store, pool } = options;
  await findParked(pool, studentId);
  const events = new StudentEvents(store, studentId);
  // Nearly all of it is read before anybody has to wait.
  await events.readThrough(await readCheckpoint(pool, await servedSchema(pool)));
  return changingVersions(pool, async (transaction) => {
    const schema = await servedSchema(transaction);
    const checkpoint = await enterEpoch(transaction, schema);
    await findParked(transaction, studentId);
    await events.readThrough(checkpoint);
    const unparked = await refold(options, events, { transaction, schema, studentId });
    await transaction.query(notifyStatement(noticeAt(checkpoint, schema)));
    return unparked;
  });
}

async function refold(
  { store, decoder, models }: UnparkOptions,
  { found }: StudentEvents,
  place: { transaction: PoolClient; schema: string; studentId: Uuid },
): Promise<Unparked> {
  const { transaction, schema, studentId: only } = place;
  await deleteRows(transaction, { schema, models, studentId: only });
  const parking = await Parking.ofDiscarded(store);
  const careful = { transaction, schema, models, decoder, parking, only };
  const { applied, parked } = await applyCarefully(found, careful);
  const [again] = parked;
  return { events: applied.length, ...(again === undefined ? {} : { again }) };
}

async function deleteRows(
  transaction: Queryable,
  of: { schema: string; models: readonly ReadModel[]; studentId: Uuid },
): Promise<void> {
  const { schema, models, studentId } = of;
  const tables = models.flatMap((model) => model.tables).filter((t) => 'studentId' in t.columns);
  for (const name of [...tables.map((table) => table.name), 'parked']) {
    await transaction.query(`delete from ${schema}.${name} where student_id = $1`, [studentId]);
  }
}

async function servedSchema(database: Queryable): Promise<string> {
  const version = await servedVersion(database);
  if (version !== undefined) return schemaOf(version);
  throw new AppError('unavailable', 'The lists are not built yet.', { code: 'read_model_missing' });
}

/** Every answer over many students is another one now. */
function noticeAt({ commit, index }: Checkpoint, schema: string) {
  return { commit, index, schema, current: false, touched: 'everything' } as const;
}
