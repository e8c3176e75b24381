// Everything that asks this process to end.
import { errorCode } from './error-code.js';

/**
 * Is aborted by the first request: Ctrl-C, SIGTERM, a closed terminal, or the end of the process that
 * started us through a channel. Later requests are ignored: a terminal and a forwarding parent both
 * send one, and an impatient person several.
 */
export function stopRequest(): AbortSignal {
  const request = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => request.abort());
  }
  process.once('disconnect', () => request.abort());
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedTerminal);
  // The channel is watched, but is no reason to keep running.
  process.channel?.unref();
  return request.signal;
}

/** Settles when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** A terminal that is gone takes no more lines, which is no reason not to stop in order. */
function ignoreClosedTerminal(error: Error): void {
  if (!['EIO', 'EPIPE'].includes(errorCode(error) ?? '')) throw error;
}
