// `rebuild`: the read models anew from the log, verified, then swapped in; the old ones serve until
// then.
import { createReadModelGroup } from '../projections/read-model-group.js';
import { liveFoldOf } from '../projections/rebuild/live-fold.js';
import { keepHeapSmall } from '../projections/rebuild/heap.js';
import { rebuild, type Rebuilt, type RebuildProgress } from '../projections/rebuild/rebuild.js';
import { EventDecoder } from '../projections/runner/event-decoder.js';
import type { Books } from './open-books.js';
import { recordOperation } from './record-operation.js';

const PROGRESS_EVENTS = 10_000;

/**
 * The rebuilt read models serve before the fact of it is recorded.
 * @throws AppError as `rebuild`: nothing is changed then; as `recordOperation`.
 */
export async function rebuildCommand(
  books: Books,
  print: (line: string) => void,
): Promise<Rebuilt> {
  const { store, registry, keys, pool, databaseUrl } = books;
  keepHeapSmall();
  const rebuilt = await rebuild({
    store,
    pool,
    connectionString: databaseUrl,
    decoder: new EventDecoder(registry, keys),
    models: createReadModelGroup(),
    liveFold: liveFoldOf(store, registry),
    onProgress: progressTo(print),
  });
  await record(rebuilt, books, print);
  return rebuilt;
}

function progressTo(print: (line: string) => void): (progress: RebuildProgress) => void {
  let told = 0;
  return ({ phase, index }) => {
    if (phase === 'filling' && index < told + PROGRESS_EVENTS) return;
    told = index;
    print(`${phase} … event ${index}`);
  };
}

async function record(
  { version, throughIndex, controlTotals, parked }: Rebuilt,
  books: Books,
  print: (line: string) => void,
): Promise<void> {
  print(`The read models are version ${version} now, through event ${throughIndex}.`);
  if (parked > 0) print(`${parked} students are parked: see unpark.`);
  const data = { version: String(version), throughIndex: String(throughIndex), controlTotals };
  await recordOperation(books, { type: 'ProjectionRebuilt', data });
}
