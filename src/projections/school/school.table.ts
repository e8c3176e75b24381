// The school's settings in force: one row.
import { key, latest, table } from '../runner/table.js';

export const SCHOOL = table('school', {
  schoolId: key('uuid'),
  name: latest('text'),
  currency: latest('text'),
  currencyExponent: latest('int4'),
  timeZone: latest('text'),
  schoolYearStartsOn: latest('text'),
  fourEyesLimitMinor: latest('int8'),
  retentionYears: latest('int4'),
  lateFeePolicy: latest('jsonb'),
});
