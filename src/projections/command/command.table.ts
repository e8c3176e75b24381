// Which events a command wrote, by its id: principal and Idempotency-Key, so nobody finds another's.
import { key, latest, sum, table } from '../runner/table.js';

/** A key is remembered by the stream that it was used on, so one id may stand in several. */
export const COMMAND = table('command', {
  commandId: key('uuid'),
  stream: key('text'),
  /** Whose stream it is; absent for one of nobody in particular. */
  studentId: latest('uuid'),
  /** They stand next to each other: the first is at `lastRevision` − `events` + 1. */
  events: sum(),
  lastRevision: latest('int4'),
});
