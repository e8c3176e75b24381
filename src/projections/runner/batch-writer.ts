// One batch of events, one transaction, mostly one statement: the fence, the rows, the notice. Applied
// twice is impossible, because the fence moves only once. An event that can't be applied costs its
// student's place in the read models, never the batch, which is then applied again step by step.
import type { StoredEvent } from '../../eventstore/port.js';
import { assert, present } from '../../kernel/assert.js';
import { changesOf } from './apply-events.js';
import { applyCarefully } from './careful-batch.js';
import { BatchStatements } from './batch-statement.js';
import { inBatchTransaction, type BatchPlace } from './batch-transaction.js';
import type { Checkpoint } from './checkpoint.js';
import type { CheckpointMove } from './checkpoint-row.js';
import type { EventDecoder } from './event-decoder.js';
import { isAboutEvents } from './failure.js';
import type { ParkedEvent } from './parked.table.js';
import { numberedFrom, type Parking } from './parking.js';
import type { ProjectedEvent } from './projected-event.js';
import type { ReadModel } from './read-model.js';

export interface BatchWriterOptions extends BatchPlace {
  readonly models: readonly ReadModel[];
  readonly decoder: EventDecoder;
  /** Of the version; this writer keeps it up to date. */
  readonly parking: Parking;
}

/** Events as they are stored and as the read models see them. */
export interface DecodedBatch {
  readonly events: readonly StoredEvent[];
  /** Undefined when one of them can't be decoded. */
  readonly decoded: readonly ProjectedEvent[] | undefined;
}

/** What became of a batch. */
export interface Written {
  readonly checkpoint: Checkpoint;
  /** Events of parked students and discarded ones are not among them. */
  readonly applied: readonly ProjectedEvent[];
  readonly parked: readonly ParkedEvent[];
}

export class BatchWriter {
  private readonly statements: BatchStatements;

  constructor(private readonly options: BatchWriterOptions) {
    this.statements = new BatchStatements(options);
  }

  /**
   * Applies events that follow a checkpoint; ones that were applied already are left out.
   * @param current  Whether nothing is left to read after them.
   * @throws Fenced; AppError `internal` (`projector_stopped`, `unknown_event_type`,
   *   `unknown_event_version`); what Postgres or the keys say: nothing was applied then, or, when the
   *   connection broke during the commit, the next try is fenced and looks again.
   */
  async apply(
    events: readonly StoredEvent[],
    from: Checkpoint,
    current: boolean,
  ): Promise<Written> {
    const fresh = from.laterOf(events);
    if (fresh.length === 0) return { checkpoint: from, applied: [], parked: [] };
    return this.write(await this.decode(fresh, from.index + 1), from, current);
  }

  /** The part of `apply` that needs no transaction. */
  async decode(events: readonly StoredEvent[], firstIndex: number): Promise<DecodedBatch> {
    try {
      return { events, decoded: await this.options.decoder.decode(events, firstIndex) };
    } catch (error) {
      if (!isAboutEvents(error)) throw error;
      return { events, decoded: undefined };
    }
  }

  /** The rest of `apply`: events that were decoded, all of them later than the checkpoint. */
  async write(batch: DecodedBatch, from: Checkpoint, current: boolean): Promise<Written> {
    const move = { from, to: from.after(batch.events), recordedAt: recordedAtOf(batch), current };
    const { decoded } = batch;
    if (decoded === undefined) return this.writeCarefully(batch, move);
    assert(decoded[0]?.index === from.index + 1, 'a batch is numbered on from its checkpoint');
    try {
      return await this.writeAtOnce(batch.events, decoded, move);
    } catch (error) {
      if (!isAboutEvents(error)) throw error;
      return this.writeCarefully(batch, move);
    }
  }

  private async writeAtOnce(
    events: readonly StoredEvent[],
    decoded: readonly ProjectedEvent[],
    move: CheckpointMove,
  ): Promise<Written> {
    const { parking, models, schema, pool } = this.options;
    const isApplied = (n: number) => !parking.passesOver(present(events[n], 'event of a batch'));
    const applied = parking.isEmpty ? decoded : decoded.filter((_, n) => isApplied(n));
    // What is looked up never changes, so it may be read before the fence.
    const changes = await changesOf(applied, models, { transaction: pool, schema });
    await this.statements.run(pool, move, changes);
    return { checkpoint: move.to, applied, parked: [] };
  }

  private async writeCarefully({ events }: DecodedBatch, move: CheckpointMove): Promise<Written> {
    const numbered = numberedFrom(events, move.from.index + 1);
    const parking = this.options.parking.copy();
    const written = await inBatchTransaction(this.options, move, async (transaction) => {
      const result = await applyCarefully(numbered, { ...this.options, parking, transaction });
      // Every answer over many students says from now on that it is incomplete.
      return { result, touched: 'everything' };
    });
    const { applied, parked } = written;
    for (const { studentId } of parked) this.options.parking.add(studentId);
    return { checkpoint: move.to, applied, parked };
  }
}

function recordedAtOf({ events }: DecodedBatch): string {
  return present(events.at(-1), 'last event of a batch').metadata.recordedAt;
}
