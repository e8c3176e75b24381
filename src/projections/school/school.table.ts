// The school's settings in force: one row.
import { key, latest, listed, table } from '../runner/table.js';

export const SCHOOL = listed(
  'anything',
  table('school', {
    schoolId: key('uuid'),
    name: latest('text'),
    currency: latest('text'),
    currencyExponent: latest('int4'),
    timeZone: latest('text'),
    schoolYearStartsOn: latest('text'),
    fourEyesLimitMinor: latest('int8'),
    retentionYears: latest('int4'),
    lateFeePolicy: latest('jsonb'),
  }),
);
