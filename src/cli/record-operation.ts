// What the command line did to the books as a whole becomes a fact of `operations-main`.
import { APP_VERSION } from '../app-version.js';
import { CommandLog } from '../eventstore/index.js';
import type { Fold } from '../kernel/fact.js';
import { commandIdOf, randomId } from '../kernel/ids.js';
import {
  OPERATIONS_STREAM,
  SCHOOL_STREAM,
  type OperationsFact,
  type SchoolConfiguredData,
} from '../modules/billing/index.js';
import type { Books } from './open-books.js';

/** It is recorded whatever was done before. */
const OPERATIONS: Fold<null, OperationsFact> = { initialState: null, evolve: (state) => state };

/**
 * Appends one fact; nothing to a log in which no school was ever configured.
 * @throws what `CommandLog.decideAndAppend` throws.
 */
export async function recordOperation(books: Books, fact: OperationsFact): Promise<void> {
  const [configured] = await books.store.readStream(SCHOOL_STREAM, 0, 1);
  if (configured === undefined) return;
  const { schoolId } = configured.data as unknown as SchoolConfiguredData;
  const commands = new CommandLog({ ...books, schoolId: () => schoolId, appVersion: APP_VERSION });
  const commandId = commandIdOf(OPERATIONS_STREAM, randomId(new Date()));
  await commands.decideAndAppend({
    stream: OPERATIONS_STREAM,
    fold: OPERATIONS,
    context: {
      commandId,
      principal: 'system:operations',
      actorRole: 'system',
      correlationId: commandId,
    },
    decide: () => [fact],
  });
}
