// One batch of events, one transaction: the fence first, then the rows, then the notice. Either all
// of it happens or nothing; applied twice is impossible, because the fence moves only once.
import type { Pool, PoolClient } from 'pg';
import type { StoredEvent } from '../../eventstore/port.js';
import { assert, present } from '../../kernel/assert.js';
import { Changes } from './changes.js';
import { moveCheckpoint, type Checkpoint } from './checkpoint.js';
import type { EventDecoder } from './event-decoder.js';
import { projectorStopped } from './failure.js';
import { notifyStatement, type Notice } from './notice.js';
import { subjectOf, type ProjectedEvent } from './projected-event.js';
import { applyTo, type ReadModel } from './read-model.js';

export interface BatchWriterOptions {
  readonly pool: Pool;
  /** Of the version that is written. */
  readonly schema: string;
  readonly models: readonly ReadModel[];
  readonly decoder: EventDecoder;
  /** True while nobody reads this version: those who wait for another one are not told. */
  readonly silent?: boolean;
}

/** Events as they are stored and as the read models see them. */
export interface DecodedBatch {
  readonly events: readonly StoredEvent[];
  readonly decoded: readonly ProjectedEvent[];
}

export class BatchWriter {
  constructor(private readonly options: BatchWriterOptions) {}

  /**
   * Applies events that follow a checkpoint; ones that it covers already are left out.
   * @param current  Whether nothing is left to read after them.
   * @returns the checkpoint after them.
   * @throws Fenced; what Postgres, the keys or a decoder say: nothing was applied then, or, when the
   *   connection broke during the commit, the next try is fenced and looks again.
   */
  async apply(
    events: readonly StoredEvent[],
    from: Checkpoint,
    current: boolean,
  ): Promise<Checkpoint> {
    const fresh = events.filter((event) => from.isBefore(event));
    if (fresh.length === 0) return from;
    return this.write(await this.decode(fresh, from.index + 1), from, current);
  }

  /** The part of `apply` that needs no transaction. */
  async decode(events: readonly StoredEvent[], firstIndex: number): Promise<DecodedBatch> {
    return { events, decoded: await this.options.decoder.decode(events, firstIndex) };
  }

  /** The rest of `apply`: events that were decoded, all of them later than the checkpoint. */
  async write(
    { events, decoded }: DecodedBatch,
    from: Checkpoint,
    current: boolean,
  ): Promise<Checkpoint> {
    const to = from.after(events);
    assert(decoded[0]?.index === from.index + 1, 'a batch is numbered on from its checkpoint');
    const { recordedAt } = present(decoded.at(-1), 'last event of a batch').metadata;
    const { schema } = this.options;
    await this.inTransaction(async (transaction) => {
      await moveCheckpoint(transaction, schema, { from, to, recordedAt, current });
      const { touched } = await this.writeRows(decoded, transaction);
      return { commit: to.commit, index: to.index, schema, current, touched };
    });
    return to;
  }

  private async writeRows(
    events: readonly ProjectedEvent[],
    transaction: PoolClient,
  ): Promise<Changes> {
    const { models, schema } = this.options;
    const changes = new Changes();
    for (const model of models) await model.prepare?.(events, { transaction, schema });
    for (const event of events) applyToAll(models, event, changes);
    await changes.write(transaction, schema);
    return changes;
  }

  /** Those who wait are told by the commit itself. */
  private async inTransaction(work: (transaction: PoolClient) => Promise<Notice>): Promise<void> {
    const client = await this.options.pool.connect();
    let failed = true;
    try {
      // The log is the authority: after a crash of Postgres the last batches are applied again from
      // a checkpoint that was lost with them, so there is no need to wait for the disk.
      await client.query('begin; set local synchronous_commit = off');
      const notice = await work(client);
      await client.query(
        this.options.silent === true ? 'commit' : `${notifyStatement(notice)}; commit`,
      );
      failed = false;
    } finally {
      // A connection that is closed rolls its transaction back, also one that can't be asked to.
      client.release(failed);
    }
  }
}

/** A handler that fails does so on every try: say which event, and whose rows it is about. */
function applyToAll(models: readonly ReadModel[], event: ProjectedEvent, changes: Changes): void {
  try {
    for (const model of models) applyTo(model, event, changes);
  } catch (cause) {
    const subject = subjectOf(event);
    const whose = subject === undefined ? '' : ` of student ${subject}`;
    throw projectorStopped(
      `Event ${event.index} (${event.type}${whose}) can't be applied: ${String(cause)}`,
      cause,
    );
  }
}
