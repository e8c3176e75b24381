// So many at once, the others in order of arrival: for what is dear (password hashes) or holds a
// connection.
import { AppError } from '../../kernel/app-error.js';

export interface TurnsOptions {
  readonly atOnceMax: number;
  /** Longer queues are refused: whoever comes then would wait in vain. */
  readonly waitingMax: number;
}

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(private readonly options: TurnsOptions) {}

  /** Whether the next `take` begins at once. */
  get isFree(): boolean {
    return this.#taken < this.options.atOnceMax;
  }

  /** @throws AppError `unavailable` (`busy`) when too many wait already; else what `work` throws. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.begin();
    try {
      return await work();
    } finally {
      this.end();
    }
  }

  private async begin(): Promise<void> {
    if (this.#taken < this.options.atOnceMax) {
      this.#taken += 1;
      return;
    }
    if (this.#waiting.length >= this.options.waitingMax) {
      throw new AppError('unavailable', 'Too many wait for the same. Try again in a moment.', {
        code: 'busy',
        retryAfterSeconds: 2,
      });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** A turn is handed on, not given back: nobody can jump the queue. */
  private end(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }
}
