// `unpark <student>`: a student whose rows stopped at an event that could not be applied gets them made
// again from the log, after a release that can apply it; with `--discard` without that event.
import { AppError } from '../kernel/app-error.js';
import { isUuid, type Uuid } from '../kernel/ids.js';
import type { DiscardReason } from '../modules/billing/index.js';
import { createReadModelGroup } from '../projections/read-model-group.js';
import { findParked, unpark, type Unparked } from '../projections/rebuild/unpark.js';
import { EventDecoder } from '../projections/runner/event-decoder.js';
import type { ParkedEvent } from '../projections/runner/parked.table.js';
import type { Books } from './open-books.js';
import { recordOperation } from './record-operation.js';
import { studentWithNumber } from './replay.command.js';

const DISCARD_REASONS: readonly DiscardReason[] = ['unreadable', 'contradictory', 'other'];

export interface UnparkRequest {
  /** Student id, or admission number as it was given. */
  readonly who: string;
  /** Why the event is left out from now on: `unreadable`, `contradictory` or `other`. */
  readonly discard?: string | undefined;
}

/**
 * @throws AppError `not_found` (`student_not_found`); `conflict` (`not_parked`); `invalid`
 *   (`unknown_reason`); `internal` (`still_parked`) when an event can't be applied even now; as `unpark`.
 */
export async function unparkCommand(
  { who, discard }: UnparkRequest,
  books: Books,
  print: (line: string) => void,
): Promise<void> {
  const reasonCode = discard === undefined ? undefined : reasonOf(discard);
  const studentId = isUuid(who) ? who : await studentWithNumber(who, books);
  const parked = await findParked(books.pool, studentId);
  print(`Student ${studentId} is parked: ${textOf(parked)}`);
  const place = { stream: parked.stream, revision: String(parked.revision) };
  if (reasonCode !== undefined) {
    const data = { ...place, reasonCode };
    await recordOperation(books, { type: 'ParkedEventDiscarded', data });
    print('The read models leave that event out from now on. The log keeps it.');
  }
  const { events, again } = await unparked(books, studentId);
  if (again !== undefined) throw stillParked(again);
  await recordOperation(books, { type: 'StreamUnparked', data: { studentId, ...place } });
  print(`The student's rows are made again, from ${events} events.`);
}

function unparked({ store, pool, registry, keys }: Books, studentId: Uuid): Promise<Unparked> {
  const decoder = new EventDecoder(registry, keys);
  return unpark({ store, pool, decoder, models: createReadModelGroup() }, studentId);
}

function reasonOf(text: string): DiscardReason {
  const reason = DISCARD_REASONS.find((known) => known === text);
  if (reason !== undefined) return reason;
  throw new AppError('invalid', `A reason is one of: ${DISCARD_REASONS.join(', ')}.`, {
    code: 'unknown_reason',
  });
}

function stillParked(again: ParkedEvent): AppError {
  return new AppError('internal', `The student is still parked: ${textOf(again)}`, {
    code: 'still_parked',
  });
}

function textOf({ index, type, stream, revision, reason }: ParkedEvent): string {
  return `event ${index} (${type}, ${stream} at revision ${revision}): ${reason}`;
}
