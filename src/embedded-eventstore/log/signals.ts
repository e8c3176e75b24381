// Wakes the readers that wait for new events. A signal says only that there may be more: the reader
// looks for itself, so a signal that comes early, late or twice does no harm.

/** One waiting reader. A signal that comes while it is busy is kept for its next wait. */
export class Signal {
  #isSet = false;
  #isClosed = false;
  #wake: (() => void) | undefined;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  set(): void {
    this.#isSet = true;
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.set();
  }

  async wait(): Promise<void> {
    if (!this.#isSet) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    this.#isSet = this.#isClosed;
  }
}

/** The waiting readers by stream; `undefined` is the whole log. */
export class Signals {
  readonly #byStream = new Map<string | undefined, Set<Signal>>();

  add(stream: string | undefined, signal: Signal): void {
    const signals = this.#byStream.get(stream) ?? new Set();
    this.#byStream.set(stream, signals.add(signal));
  }

  remove(stream: string | undefined, signal: Signal): void {
    const signals = this.#byStream.get(stream);
    signals?.delete(signal);
    if (signals?.size === 0) this.#byStream.delete(stream);
  }

  set(stream: string | undefined): void {
    for (const signal of this.#byStream.get(stream) ?? []) signal.set();
  }
}
