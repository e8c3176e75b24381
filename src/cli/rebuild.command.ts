// `rebuild`: the read models anew from the log, verified, then swapped in; the old ones serve until
// then.
import { createReadModelGroup } from '../projections/read-model-group.js';
import { liveFoldOf } from '../projections/rebuild/live-fold.js';
import { keepHeapSmall } from '../projections/rebuild/heap.js';
import { rebuild } from '../projections/rebuild/rebuild.js';
import { EventDecoder } from '../projections/runner/event-decoder.js';
import type { Books } from './open-books.js';

const PROGRESS_EVENTS = 10_000;

/** @throws AppError as `rebuild`; nothing is changed then. */
export async function rebuildCommand(books: Books, print: (line: string) => void): Promise<void> {
  const { store, registry, keys, pool, databaseUrl } = books;
  keepHeapSmall();
  let told = 0;
  const { version, throughIndex } = await rebuild({
    store,
    pool,
    connectionString: databaseUrl,
    decoder: new EventDecoder(registry, keys),
    models: createReadModelGroup(),
    liveFold: liveFoldOf(store, registry),
    onProgress({ phase, index }) {
      if (phase === 'filling' && index < told + PROGRESS_EVENTS) return;
      told = index;
      print(`${phase} … event ${index}`);
    },
  });
  print(`The read models are version ${version} now, through event ${throughIndex}.`);
}
