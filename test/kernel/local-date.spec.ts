import {
  isLocalDate,
  latest,
  localDate,
  localDateOf,
  plusDays,
} from '../../src/kernel/local-date.js';
import { refusalOf } from '../domain/account-scenario.js';

describe('a local date', () => {
  it('is a day that exists', () => {
    expect(isLocalDate('2028-02-29')).toBe(true);
    expect(isLocalDate('2026-02-29')).toBe(false);
    expect(isLocalDate('2026-2-1')).toBe(false);
    expect(isLocalDate('0000-01-01')).toBe(false);
    expect(isLocalDate('2026-01-01T00:00:00Z')).toBe(false);
    expect(refusalOf(() => localDate('2026-13-01'))).toMatchObject({
      kind: 'invalid',
      code: 'invalid_date',
    });
  });

  it('of an instant is that of the zone, not of the server', () => {
    const instant = new Date('2026-05-10T22:30:00Z');
    expect(localDateOf(instant, 'UTC')).toBe('2026-05-10');
    expect(localDateOf(instant, 'Africa/Harare')).toBe('2026-05-11');
    expect(localDateOf(instant, 'America/New_York')).toBe('2026-05-10');
  });

  it('is moved by no daylight-saving change', () => {
    const before = new Date('2026-03-29T00:59:59Z');
    const after = new Date('2026-03-29T01:00:00Z');
    expect(localDateOf(before, 'Europe/Berlin')).toBe('2026-03-29');
    expect(localDateOf(after, 'Europe/Berlin')).toBe('2026-03-29');
    expect(plusDays(localDate('2026-03-28'), 1)).toBe('2026-03-29');
    expect(plusDays(localDate('2026-03-29'), 1)).toBe('2026-03-30');
  });

  it('is counted over the ends of months and years', () => {
    expect(plusDays(localDate('2026-12-31'), 1)).toBe('2027-01-01');
    expect(plusDays(localDate('2028-03-01'), -1)).toBe('2028-02-29');
  });

  it('compares as text: the latest is the greatest', () => {
    const days = ['2026-05-11', '2026-10-01', '2026-09-30'] as const;
    expect(latest(localDate(days[0]), localDate(days[1]), localDate(days[2]))).toBe('2026-10-01');
  });
});
