// Questions that wait at the same moment are asked together. A batch is formed when it starts, so
// what it reads is never older than the moment in which a question was asked.

interface Question<Key, Answer> {
  readonly key: Key;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

export interface BatchesOptions<Key, Answer> {
  readonly sizeMax: number;
  readonly atOnceMax: number;
  /** Answers in the order of the keys. */
  ask(keys: readonly Key[]): Promise<readonly Answer[]>;
}

export class Batches<Key, Answer> {
  #waiting: Question<Key, Answer>[] = [];
  #running = 0;
  #scheduled = false;

  constructor(private readonly options: BatchesOptions<Key, Answer>) {}

  ask(key: Key): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      // After the I/O of this turn of the loop: requests that arrived together share a statement.
      setImmediate(() => {
        this.#scheduled = false;
        this.start();
      });
    });
  }

  private start(): void {
    while (this.#waiting.length > 0 && this.#running < this.options.atOnceMax) {
      const batch = this.#waiting.splice(0, this.options.sizeMax);
      this.#running += 1;
      void this.run(batch).finally(() => {
        this.#running -= 1;
        this.start();
      });
    }
  }

  /** Never rejects: a failure is each questioner's own. */
  private async run(batch: readonly Question<Key, Answer>[]): Promise<void> {
    try {
      const answers = await this.options.ask(batch.map(({ key }) => key));
      batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
