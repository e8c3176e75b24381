// One command at a time per stream in this process, first come, first served: commands on one
// account wait for each other instead of losing to each other. It only saves work; that two
// processes don't both succeed is the exact revision's doing.

interface Waiting {
  grant(release: () => void): void;
}

export class StreamMutex {
  /** Queue of each stream that is held; the holder itself is not in it. */
  private readonly queues = new Map<string, Set<Waiting>>();

  /**
   * Waits for the stream, at most so long.
   * @returns what gives the stream back (once), or undefined when the time was over first.
   */
  acquire(stream: string, waitMilliseconds: number): Promise<(() => void) | undefined> {
    const queue = this.queues.get(stream);
    if (queue !== undefined) return this.wait(stream, queue, waitMilliseconds);
    this.queues.set(stream, new Set());
    return Promise.resolve(this.releaseOf(stream));
  }

  private wait(
    stream: string,
    queue: Set<Waiting>,
    waitMilliseconds: number,
  ): Promise<(() => void) | undefined> {
    if (waitMilliseconds <= 0) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiting: Waiting = {
        grant: (release) => {
          clearTimeout(timer);
          resolve(release);
        },
      };
      const timer = setTimeout(() => {
        queue.delete(waiting);
        resolve(undefined);
      }, waitMilliseconds);
      queue.add(waiting);
    });
  }

  private releaseOf(stream: string): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.pass(stream);
    };
  }

  private pass(stream: string): void {
    const queue = this.queues.get(stream);
    const [next] = queue ?? [];
    if (queue === undefined || next === undefined) {
      this.queues.delete(stream);
      return;
    }
    queue.delete(next);
    next.grant(this.releaseOf(stream));
  }
}
