// One reign over one version: what the writer passes over is read once, then the log is followed.
import type { Pool } from 'pg';
import type { EventStore } from '../../eventstore/port.js';
import type { Logger } from '../../kernel/logger.js';
import { BatchWriter } from './batch-writer.js';
import type { BatchLimits } from './batcher.js';
import type { Checkpoint } from './checkpoint.js';
import type { EventDecoder } from './event-decoder.js';
import { Parking } from './parking.js';
import type { ReadModel } from './read-model.js';
import { Statistics } from './statistics.js';
import { SubscriptionLoop } from './subscription-loop.js';

export interface FollowOptions {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly decoder: EventDecoder;
  readonly logger: Logger;
  readonly limits?: BatchLimits;
  readonly watchdogMilliseconds?: number;
}

export interface VersionInReign {
  readonly schema: string;
  readonly models: readonly ReadModel[];
  /** In the epoch of this reign. */
  readonly checkpoint: Checkpoint;
}

/** Applies the log until the signal is aborted; failures as `SubscriptionLoop.run`. */
export async function follow(
  options: FollowOptions,
  version: VersionInReign,
  over: AbortSignal,
): Promise<void> {
  const { store, pool, decoder, logger, limits, watchdogMilliseconds } = options;
  const { schema, models, checkpoint } = version;
  const place = { schema, models, logger };
  const statistics = new Statistics({ ...place, database: pool });
  try {
    const parking = await Parking.load({ store, database: pool }, schema);
    const writer = new BatchWriter({ pool, schema, models, decoder, parking });
    const tools = { ...place, store, writer, database: pool, statistics };
    const loop = new SubscriptionLoop({ ...tools, limits, watchdogMilliseconds }, checkpoint);
    await loop.run(over);
  } finally {
    await statistics.settled();
  }
}
