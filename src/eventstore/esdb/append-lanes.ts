// How many appends the client has in hand at once. Behind its sixteenth unsent message the client
// queues the next ones, and a connection that breaks then rejects a promise that nobody holds, which
// ends the process (reproduced: 1 000 appends at once, server killed). With sixteen in hand that
// queue stays empty; more would not be faster, the server commits what waits together.

/** Messages that a gRPC stream buffers before it asks its writer to wait. */
const LANES = 16;
/** A dead connection is found by the keepalive after 20 s at the latest; this is for a lost answer. */
const LANE_HELD_MILLISECONDS_MAX = 60_000;

interface Waiting {
  start(): void;
}

export class AppendLanes {
  private free = LANES;
  private readonly queue: Waiting[] = [];

  /**
   * Runs the work when a lane is free, in order of asking; not at all when `isGivenUp` by then.
   * @returns undefined when it was given up.
   */
  run<T>(work: () => Promise<T>, isGivenUp: () => boolean): Promise<T | undefined> {
    if (this.free > 0) {
      this.free -= 1;
      return this.occupy(work);
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        if (!isGivenUp()) {
          this.occupy(work).then(resolve, reject);
          return;
        }
        resolve(undefined);
        this.leave();
      };
      this.queue.push({ start });
    });
  }

  private occupy<T>(work: () => Promise<T>): Promise<T> {
    let held = true;
    const release = () => {
      clearTimeout(timer);
      if (!held) return;
      held = false;
      this.leave();
    };
    const timer = setTimeout(release, LANE_HELD_MILLISECONDS_MAX).unref();
    return work().finally(release);
  }

  private leave(): void {
    const next = this.queue.shift();
    if (next === undefined) this.free += 1;
    else next.start();
  }
}
