// Nothing of the books is ever deleted, truncated or aged out. A register with such a setting would
// lose facts silently (the store hides them from readers), so the system does not start on one.
import { AppError } from '../kernel/app-error.js';
import type { EventStore } from './port.js';

/**
 * Checks the settings (`$tb`, `$maxCount`, `$maxAge`) of the registers; receipt books included.
 * @throws AppError `internal` (`register_truncated`) with each stream at fault; `unavailable`
 *   (`store_unavailable`).
 */
export async function assertRegistersWhole(
  store: EventStore,
  streams: readonly string[],
): Promise<void> {
  const findings: string[] = [];
  for (const stream of streams) {
    const { truncateBefore, maxCount, maxAgeSeconds } = await store.readStreamMetadata(stream);
    const settings = { $tb: truncateBefore, $maxCount: maxCount, $maxAge: maxAgeSeconds };
    for (const [name, value] of Object.entries(settings)) {
      if (value !== undefined) findings.push(`${stream} has ${name} = ${value}`);
    }
  }
  if (findings.length === 0) return;
  const message = `Facts of the books may be hidden: ${findings.join('; ')}. Remove these settings.`;
  throw new AppError('internal', message, { code: 'register_truncated' });
}
