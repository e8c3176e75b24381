// Everything that asks this process to end.

/**
 * Calls back once, at the first request: Ctrl-C, SIGTERM, a closed terminal, or the end of the process
 * that started us through a channel. Later requests are ignored: a terminal and a forwarding parent
 * both send one, and an impatient person several.
 */
export function onStopRequest(callback: () => void): void {
  let requested = false;
  const request = () => {
    if (requested) return;
    requested = true;
    callback();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, request);
  process.once('disconnect', request);
  // The channel is watched, but is no reason to keep running.
  process.channel?.unref();
}
