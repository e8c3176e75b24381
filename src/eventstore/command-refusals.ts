// What the loop itself refuses, whatever the command is about. In each case nothing was written.
import { AppError } from '../kernel/app-error.js';
import { APPEND_BYTES_MAX, APPEND_EVENTS_MAX } from './port.js';

/** Too many commands on one stream: the time of this one was over before its turn or its append. */
export function busy(stream: string): AppError {
  return new AppError('unavailable', `${stream} is busy; nothing was recorded. Try again.`, {
    code: 'busy',
    retryAfterSeconds: 1,
    extra: { effect: 'none' },
  });
}

/** `If-Match` named another revision than the stream's. */
export function elsewhere(stream: string, revision: number): AppError {
  const where = revision === -1 ? 'does not exist' : `is at revision ${revision}`;
  return new AppError('precondition_failed', `${stream} ${where}, not where If-Match says.`, {
    extra: { effect: 'none' },
  });
}

/** @throws AppError `rule_violated` (`command_too_large`) above 500 events or 400 KiB. */
export function assertFits(events: number, bytes: number): void {
  if (events <= APPEND_EVENTS_MAX && bytes <= APPEND_BYTES_MAX) return;
  const message = `This command would record ${events} facts of ${bytes} bytes; too much at once.`;
  throw new AppError('rule_violated', message, {
    code: 'command_too_large',
    extra: { effect: 'none' },
  });
}
