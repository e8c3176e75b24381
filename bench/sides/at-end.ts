// What was started is stopped in reverse order, whatever happens in between.

/** Takes how to stop what was just started. */
export type AtEnd = (stop: () => Promise<void>) => void;

export async function withAtEnd<T>(work: (atEnd: AtEnd) => Promise<T>): Promise<T> {
  const stops: (() => Promise<void>)[] = [];
  try {
    return await work((stop) => void stops.push(stop));
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}
