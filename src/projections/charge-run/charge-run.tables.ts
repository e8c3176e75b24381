// Charge runs and, student by student, how far each one is.
import { key, latest, table } from '../runner/table.js';

export const CHARGE_RUN = table(
  'charge_run',
  {
    chargeRunId: key('uuid'),
    termId: latest('uuid'),
    class: latest('text'),
    effectiveDate: latest('date'),
    feeScheduleVersion: latest('int4'),
    digest: latest('text'),
    /** `planned running completed cancelled`. */
    status: latest('text'),
    students: latest('int4'),
    totalMinor: latest('int8'),
    plannedAt: latest('timestamptz'),
    principal: latest('text'),
    alreadyCharged: latest('int4'),
    /** Set by its cancellation. */
    cancelReasonCode: latest('text'),
    /** From when its charges count no more; absent for a plan that was put away. */
    cancelledFrom: latest('date'),
    /** Set when whatever it charged is cancelled, or reported. */
    undoneAt: latest('timestamptz'),
  },
  ['(term_id)'],
);

export const CHARGE_RUN_STUDENT = table('charge_run_student', {
  chargeRunId: key('uuid'),
  studentId: key('uuid'),
  /** Place in the frozen order, from 1 in each chunk. */
  chunk: latest('int4'),
  place: latest('int4'),
  expectedNetMinor: latest('int8'),
  /** `waiting charged failed`; absent while only a charge of it is known. */
  result: latest('text'),
  failureCode: latest('text'),
});
