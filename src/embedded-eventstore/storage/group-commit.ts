// Writes of one turn of the event loop, and all that arrive while a commit is under way, share one
// transaction and one sync. A write is applied, in the order of the queue, when it is on the disk.
// After a failed commit nothing is written any more until the server is restarted: memory may be
// ahead of the disk. A full disk is told apart: what is stored can still be read.
import { Worker } from 'node:worker_threads';
import type { DatabaseOptions } from './database.js';
import { StoreUnavailableError } from './errors.js';
import type { Batch, WriterAnswer, WriterRequest } from './writer.js';

export type StoreState = 'open' | 'read-only' | 'failed' | 'closed';

interface QueuedWrite extends Batch {
  readonly applied: () => void;
  readonly refused: (error: Error) => void;
}

export class GroupCommit {
  #state: StoreState = 'open';
  #queue: QueuedWrite[] = [];
  #underWay: QueuedWrite[] = [];
  #last: Promise<void> = Promise.resolve();
  #isScheduled = false;
  readonly #worker: Worker;
  readonly #ended: Promise<unknown>;
  readonly #onTrouble: (state: StoreState, message: string) => void;

  constructor(options: DatabaseOptions, onTrouble: (state: StoreState, message: string) => void) {
    this.#onTrouble = onTrouble;
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

  /**
   * Queues one atomic write; `apply` runs once it is durable, before anybody is told.
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

  /** Resolves when all that was queued so far is durable. */
  flushed(): Promise<void> {
    return this.#last;
  }

  refusal(): StoreUnavailableError {
    return new StoreUnavailableError(
      this.#state === 'read-only'
        ? 'the disk is full: the event store is read-only until it is restarted with free space'
        : `the event store is ${this.#state}: restart it`,
    );
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
    const commit: Batch = {
      records: this.#underWay.flatMap((write) => write.records),
      heads: this.#underWay.flatMap((write) => write.heads),
    };
    this.#worker.postMessage({ commit } satisfies WriterRequest);
  }

  #settle(answer: WriterAnswer): void {
    const settled = this.#underWay;
    this.#underWay = [];
    if (answer.kind !== 'committed') return this.#fail(answer, settled);
    for (const write of settled) write.applied();
    return this.#commit();
  }

  #fail(answer: WriterAnswer & { message: string }, settled: QueuedWrite[]): void {
    this.#state = answer.kind === 'full' ? 'read-only' : 'failed';
    this.#onTrouble(this.#state, answer.message);
    const refused = [...settled, ...this.#queue];
    this.#queue = [];
    for (const write of refused) write.refused(this.refusal());
  }
}
