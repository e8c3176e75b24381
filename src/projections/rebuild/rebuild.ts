// Makes the read models again from the log, beside the version that serves: fill, verify, and only
// then swap, in one transaction. Whatever goes wrong before that leaves the old version serving.
import pg from 'pg';
import type { EventStore } from '../../eventstore/port.js';
import { AppError } from '../../kernel/app-error.js';
import type { EventDecoder } from '../runner/event-decoder.js';
import { createReadModels, type ReadModel } from '../runner/read-model.js';
import { analyseStatement } from '../runner/statistics.js';
import { changingVersions, dropUnserved, nextVersion, schemaOf } from '../runner/version.js';
import { headOf } from '../runner/watchdog.js';
import { Filler } from './filler.js';
import type { LiveFold } from './live-fold.js';
import { swapTo } from './swap.js';
import { verifyVersion, type ControlTotals } from './verify.js';

export interface RebuildOptions {
  readonly store: EventStore;
  readonly connectionString: string;
  readonly pool: pg.Pool;
  readonly decoder: EventDecoder;
  readonly models: readonly ReadModel[];
  /** Folds single students from their streams, to compare with. */
  readonly liveFold: LiveFold;
  /** Told after each page of the log. */
  onProgress?(progress: RebuildProgress): void;
}

export interface RebuildProgress {
  readonly phase: 'filling' | 'verifying' | 'swapping' | 'done';
  /** Log index of the last event applied. */
  readonly index: number;
}

export interface Rebuilt {
  readonly version: number;
  readonly throughIndex: number;
  readonly controlTotals: ControlTotals;
  /** Students whose rows stop at an event that can't be applied. */
  readonly parked: number;
}

const REBUILD_LOCK = 7_302_003;
/** Events may come while the swap is prepared; after so many rounds something else is wrong. */
const ROUNDS_MAX = 20;

/**
 * Builds, verifies and swaps in a new version of the read models; O(events of the log).
 * @throws AppError `conflict` (`rebuild_running`); `internal` (`rebuild_differs`) naming the first
 *   difference; `unavailable`; whatever stops the projector. The old version serves on then.
 */
export async function rebuild(options: RebuildOptions): Promise<Rebuilt> {
  const lock = new pg.Client({ connectionString: options.connectionString });
  let lost: Error | undefined;
  lock.on('error', (error) => {
    lost = error;
  });
  await lock.connect();
  try {
    const { rows } = await lock.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1) as locked',
      [REBUILD_LOCK],
    );
    if (rows[0]?.locked !== true) throw running();
    const rebuilt = await rebuildAlone(options);
    if (lost !== undefined) throw lost;
    return rebuilt;
  } finally {
    await lock.end();
  }
}

async function rebuildAlone(options: RebuildOptions): Promise<Rebuilt> {
  const { pool, models } = options;
  await dropUnserved(pool);
  const version = await changingVersions(pool, async (transaction) => {
    const next = await nextVersion(transaction);
    await createReadModels({ transaction, schema: schemaOf(next) }, models);
    return next;
  });
  try {
    const rebuilt = await fillVerifySwap(options, { version, schema: schemaOf(version) });
    options.onProgress?.({ phase: 'done', index: rebuilt.throughIndex });
    return rebuilt;
  } finally {
    await dropUnserved(pool);
  }
}

async function fillVerifySwap(
  options: RebuildOptions,
  { version, schema }: { version: number; schema: string },
): Promise<Rebuilt> {
  const { store, pool, models } = options;
  const filler = await Filler.begin(options, schema);
  const tell = (phase: RebuildProgress['phase']) =>
    options.onProgress?.({ phase, index: filler.checkpoint.index });
  const filled = () => tell('filling');
  await filler.fill(filled);
  await pool.query(analyseStatement(schema, models));
  tell('verifying');
  const { counts } = filler;
  const controlTotals = await verifyVersion(options, {
    schema,
    counts,
    checkpoint: filler.checkpoint,
  });
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await filler.fill(filled);
    const { checkpoint } = filler;
    tell('swapping');
    const head = await headOf(store);
    if (await swapTo(pool, { version, checkpoint, head })) {
      return { version, throughIndex: checkpoint.index, controlTotals, parked: filler.parked };
    }
  }
  throw new AppError('unavailable', 'The log grows faster than the rebuild can follow.', {
    code: 'rebuild_behind',
  });
}

function running(): AppError {
  return new AppError('conflict', 'Another rebuild is running.', { code: 'rebuild_running' });
}
