// Every version of every term's fee schedule; the highest one is in force.
import { key, latest, table } from '../runner/table.js';

export const FEE_SCHEDULE = table('fee_schedule', {
  termId: key('uuid'),
  version: key('int4'),
  currency: latest('text'),
  /** The lines as they were published. */
  lines: latest('jsonb'),
});
