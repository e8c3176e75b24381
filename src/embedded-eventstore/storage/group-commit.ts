// Writes of one turn of the event loop, and all that arrive while a commit is under way, share one
// transaction and one sync. A write is applied, in the order of the queue, when it is on the disk.
// After a failed commit nothing is written any more until the server is restarted: nobody knows what
// is on the disk. A full disk is told apart: the commit was taken back whole, what is stored can still
// be read, and a second later the next write tries again.
import { Worker } from 'node:worker_threads';
import type { DatabaseOptions } from './database.js';
import { refusalIn, StoreUnavailableError } from './errors.js';
import { mergedBatch } from './merge-writes.js';
import type { Batch, WriterAnswer, WriterRequest } from './writer.js';

export type StoreState = 'open' | 'read-only' | 'failed' | 'closed';

interface QueuedWrite extends Batch {
  readonly applied: () => void;
  readonly refused: (error: Error) => void;
}

export interface Troubles {
  /** The state has changed. */
  readonly onState: (state: StoreState, message: string) => void;
  /** Nothing that was queued will come to the disk: memory goes back to what is there. */
  readonly onTakenBack: () => void;
}

const FULL_PAUSE_MILLIS = 1_000;

export class GroupCommit {
  #state: StoreState = 'open';
  #queue: QueuedWrite[] = [];
  #underWay: QueuedWrite[] = [];
  #last: Promise<void> = Promise.resolve();
  #isScheduled = false;
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;
  readonly #troubles: Troubles;
  /** Set while the disk counts as full; of `performance.now()`. */
  #triesAgainAt: number | undefined;

  constructor(options: DatabaseOptions, troubles: Troubles) {
    this.#troubles = troubles;
    const { path, fsync, pagesMax } = options;
    // The build has writer.js beside this file; run from source, it is writer.ts.
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.#worker = new Worker(new URL(`./writer.${extension}`, import.meta.url), {
      workerData: { path, fsync, pagesMax },
    });
    this.#ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.on('message', (answer: WriterAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#settle({ kind: 'failed', message: String(error) }));
  }

  get state(): StoreState {
    return this.#state;
  }

  /** @throws StoreUnavailableError unless writes are taken; after a full disk the next one may try. */
  assertOpen(): void {
    if (this.#state === 'read-only' && performance.now() >= (this.#triesAgainAt ?? 0))
      this.#state = 'open';
    if (this.#state !== 'open') throw this.refusal();
  }

  /** Queues one atomic write, after `assertOpen`; `apply` runs once it is durable, before others know.
   * @throws StoreUnavailableError (as a rejection) if it was not written, or it is not known.
   */
  write(batch: Batch, apply: () => void): Promise<void> {
    if (this.#state !== 'open') return Promise.reject(this.refusal());
    this.#last = new Promise((resolve, reject) => {
      const applied = (): void => {
        apply();
        resolve();
      };
      this.#queue.push({ ...batch, applied, refused: reject });
    });
    this.#schedule();
    return this.#last;
  }

  /** Finds out whether a disk that was full has space again. @throws DiskFullError if it has none. */
  async assertSpace(): Promise<void> {
    await this.flushed();
    if (this.#triesAgainAt === undefined) return;
    await this.write({ records: [], heads: [], isProbe: true }, () => undefined);
  }

  /** Resolves when all that was queued so far is durable. */
  flushed(): Promise<void> {
    return this.#last;
  }

  refusal(): StoreUnavailableError {
    return refusalIn(this.#state);
  }

  /** Resolves when nothing is under way any more, whatever became of it. */
  async settled(): Promise<void> {
    await this.#last.catch((error: unknown) => {
      if (!(error instanceof StoreUnavailableError)) throw error;
    });
  }

  /** Waits for what is queued, then ends the thread. */
  async close(): Promise<void> {
    await this.settled();
    this.#state = 'closed';
    this.#worker.postMessage('close' satisfies WriterRequest);
    await this.#ended;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#underWay.length > 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#commit();
    });
  }

  #commit(): void {
    if (this.#queue.length === 0 || this.#state !== 'open') return;
    this.#underWay = this.#queue;
    this.#queue = [];
    const commit = mergedBatch(this.#underWay);
    this.#worker.postMessage({ commit } satisfies WriterRequest);
  }

  #settle(answer: WriterAnswer): void {
    const settled = this.#underWay;
    this.#underWay = [];
    if (answer.kind !== 'committed') return this.#fail(answer, settled);
    if (this.#triesAgainAt !== undefined) this.#recovered();
    for (const write of settled) write.applied();
    return this.#commit();
  }

  #fail(answer: WriterAnswer & { message: string }, settled: QueuedWrite[]): void {
    const isNews = answer.kind !== 'full' || this.#triesAgainAt === undefined;
    this.#state = answer.kind === 'full' ? 'read-only' : 'failed';
    if (isNews) this.#troubles.onState(this.#state, answer.message);
    const refused = [...settled, ...this.#queue];
    this.#queue = [];
    for (const write of refused) write.refused(this.refusal());
    if (answer.kind !== 'full') return;
    this.#triesAgainAt = performance.now() + FULL_PAUSE_MILLIS;
    // What waits for earlier writes need not wait for these.
    this.#last = Promise.resolve();
    this.#troubles.onTakenBack();
  }

  #recovered(): void {
    this.#triesAgainAt = undefined;
    this.#troubles.onState('open', 'there is free space on the disk again');
  }
}
