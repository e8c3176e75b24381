// Waiting that a stop cuts short.

/** Resolves after the time, or at once when the signal is aborted; never rejects. */
export function pause(milliseconds: number, stop?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop?.aborted === true) return resolve();
    const done = () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stop?.addEventListener('abort', done, { once: true });
  });
}

const FIRST_MILLISECONDS = 100;
const LAST_MILLISECONDS = 5_000;

/** Pauses that double from 100 ms to 5 s, until something succeeds. */
export class BackOff {
  private milliseconds = FIRST_MILLISECONDS;

  async wait(stop: AbortSignal): Promise<void> {
    const milliseconds = this.milliseconds;
    this.milliseconds = Math.min(milliseconds * 2, LAST_MILLISECONDS);
    await pause(milliseconds, stop);
  }

  reset(): void {
    this.milliseconds = FIRST_MILLISECONDS;
  }
}
