// One read, drawn through `for await`: back pressure reaches the server, and a read that stands
// still ends, which the client has no deadline for.
import type { RecordedEvent, StreamingRead } from '@eventstore/db-client';
import { isStreamNotFound, storeUnavailable } from './failures.js';

/** Events decoded ahead of the consumer; 512 reads a third faster than the default. */
export const READ_AHEAD = { highWaterMark: 512 };

/** The two shapes in which the client resolves an event; links are never asked for. */
export interface ReadItem {
  readonly event?: RecordedEvent;
  readonly commitPosition?: bigint;
}

/**
 * Hands each item to `take` until that says it has enough.
 * @param stallMilliseconds  The read fails when nothing arrives for so long.
 * @returns false when the stream does not exist.
 * @throws AppError `unavailable` (`store_unavailable`).
 */
export async function drain<Item extends ReadItem>(
  reading: StreamingRead<Item>,
  options: { what: string; stallMilliseconds: number },
  take: (item: Item) => 'more' | 'enough',
): Promise<boolean> {
  const { what, stallMilliseconds } = options;
  let drawn: 'running' | 'ended' = 'running';
  const stall = setTimeout(() => {
    reading.destroy(new Error(`nothing arrived for ${stallMilliseconds} ms`));
  }, stallMilliseconds);
  // A read that nobody draws any more may still fail; without a listener that would end the process.
  reading.on('error', lateFailure);
  try {
    for await (const item of reading) {
      stall.refresh();
      if (take(item) === 'enough') return true;
    }
    drawn = 'ended';
    return true;
  } catch (error) {
    if (isStreamNotFound(error)) {
      // The server has said all it had to say. A cancellation would reset the call, and a server
      // that sees many resets takes them for an attack and ends the connection.
      drawn = 'ended';
      return false;
    }
    throw storeUnavailable(what, error);
  } finally {
    clearTimeout(stall);
    // Left before its end, the call to the server would stay open.
    if (drawn === 'running') reading.cancel().catch(lateFailure);
  }
}

function lateFailure(): void {
  // The loop has had this error, or has left: nobody is there to tell.
}
