import {
  configureSchool,
  schoolFold,
  type SchoolSettings,
} from '../../src/modules/billing/domain/school.js';
import { idOf, refusalOf } from './account-scenario.js';

const settings: SchoolSettings = {
  name: 'Hillside School',
  currency: 'USD',
  timeZone: 'Africa/Harare',
  schoolYearStartsOn: '01-01',
  fourEyesLimitMinor: 10_000n,
  retentionYears: 7,
};
const schoolId = idOf('school');

const configured = configureSchool(undefined, { ...settings, schoolId }, false);
const school = configured.reduce(
  (state, fact) => schoolFold.evolve(state, fact),
  schoolFold.initialState,
);

const change = (more: Partial<SchoolSettings>, isCharged: boolean) =>
  configureSchool(school, { ...settings, ...more, schoolId: idOf('other') }, isCharged);

describe('the school', () => {
  it('is configured with all its settings at once', () => {
    expect(configured).toEqual([
      {
        type: 'SchoolConfigured',
        data: {
          schoolId,
          name: 'Hillside School',
          currency: 'USD',
          currencyExponent: '2',
          timeZone: 'Africa/Harare',
          schoolYearStartsOn: '01-01',
          fourEyesLimitMinor: '10000',
          retentionYears: '7',
        },
      },
    ]);
  });

  it('keeps the id that was drawn at the first start', () => {
    expect(change({ name: 'Hillside College' }, true)).toMatchObject([
      { data: { schoolId, name: 'Hillside College' } },
    ]);
  });

  it('changes nothing when nothing changed', () => {
    expect(change({}, false)).toEqual([]);
  });

  it('may change its currency until the first charge, with the exponent of the new one', () => {
    expect(change({ currency: 'KWD' }, false)).toMatchObject([
      { data: { currency: 'KWD', currencyExponent: '3' } },
    ]);
    expect(refusalOf(() => change({ currency: 'KWD' }, true))).toMatchObject({
      kind: 'conflict',
      code: 'currency_is_settled',
    });
  });

  it('may change its time zone until the first charge', () => {
    expect(change({ timeZone: 'Africa/Nairobi' }, false)).toHaveLength(1);
    expect(refusalOf(() => change({ timeZone: 'Africa/Nairobi' }, true)).code).toBe(
      'time_zone_is_settled',
    );
  });

  it('starts its year on a day that every year has', () => {
    expect(refusalOf(() => change({ schoolYearStartsOn: '02-29' }, false))).toMatchObject({
      kind: 'invalid',
      code: 'invalid_school_year_start',
    });
    expect(refusalOf(() => change({ schoolYearStartsOn: '13-01' }, false)).code).toBe(
      'invalid_school_year_start',
    );
  });
});
