// Rule 20: today is the school's local day, whatever the server's is; a due date is a date; no clock
// change moves either. The instants are those of the public reports that are named.
import { localDateOf, plusDays } from '../../../src/kernel/local-date.js';
import { daysBetween } from '../../../src/web/format.js';
import { day } from '../../commands/school-desk.js';
import { refusal } from '../../commands/school-tools.js';
import { rulesDesk } from './rules-desk.js';

const cash = { amountMinor: 100, method: 'cash' } as const;

/** First and last moment of a day somewhere. */
const dayOf = (timeZone: string, ...instants: string[]) =>
  instants.map((instant) => localDateOf(new Date(instant), timeZone));

describe('a day of the school', () => {
  it('has 23 hours in Berlin on 29 March 2026, and 25 on 25 October', () => {
    const spring = dayOf(
      'Europe/Berlin',
      '2026-03-28T22:59:59.999Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T21:59:59.999Z',
      '2026-03-29T22:00:00.000Z',
    );
    expect(spring).toEqual(['2026-03-28', '2026-03-29', '2026-03-29', '2026-03-30']);
    const autumn = dayOf(
      'Europe/Berlin',
      '2026-10-24T21:59:59.999Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T22:59:59.999Z',
      '2026-10-25T23:00:00.000Z',
    );
    expect(autumn).toEqual(['2026-10-24', '2026-10-25', '2026-10-25', '2026-10-26']);
  });

  it('begins at one o’clock in Cairo on 24 April 2026, where midnight does not exist', () => {
    const days = dayOf('Africa/Cairo', '2026-04-23T21:59:59.999Z', '2026-04-23T22:00:00.000Z');
    expect(days).toEqual(['2026-04-23', '2026-04-24']);
    expect(plusDays(day('2026-04-23'), 1)).toBe('2026-04-24');
    expect(plusDays(day('2026-04-24'), 1)).toBe('2026-04-25');
  });

  it('is half an hour from its neighbours’ in Kathmandu and on Lord Howe', () => {
    expect(dayOf('Asia/Kathmandu', '2026-05-10T18:14:59Z', '2026-05-10T18:15:00Z')).toEqual([
      '2026-05-10',
      '2026-05-11',
    ]);
    // Its clocks go back by half an hour on 5 April, from UTC+11 to UTC+10:30.
    expect(dayOf('Australia/Lord_Howe', '2026-04-05T13:29:59Z', '2026-04-05T13:30:00Z')).toEqual([
      '2026-04-05',
      '2026-04-06',
    ]);
  });
});

describe('a fee whose dates lie on both sides of a clock change', () => {
  it('keeps its day: eight hours behind, 07:30 UTC is the evening before (killbill#139)', async () => {
    const settings = { timeZone: 'America/Los_Angeles' };
    const { desk, studentId, at } = await rulesDesk(settings, '2013-01-20T07:30:42.000Z');
    const termId = await desk.term();
    const fee = { feeCode: 'YEAR', description: 'The year', amountMinor: 3_990, termId };
    const { answer } = await desk.charge(studentId, { ...fee, dueOn: day('2014-01-19') });
    expect(answer.charge).toMatchObject({ effectiveDate: '2013-01-19', dueOn: '2014-01-19' });

    at('2014-01-19T07:30:42.000Z');
    const paid = await desk.pay(studentId, { ...cash, amountMinor: 3_990 });

    expect(paid.answer.payment.effectiveDate).toBe('2014-01-18');
    const charge = (await desk.account(studentId)).charges.get(answer.charge.id);
    expect(charge).toMatchObject({
      effectiveDate: '2013-01-19',
      dueOn: '2014-01-19',
      amountMinor: 3_990n,
      allocatedMinor: 3_990n,
    });
  });

  it('is charged on the local day although the clocks went back meanwhile (killbill#445)', async () => {
    const settings = { timeZone: 'America/Juneau' };
    const { desk, studentId, at } = await rulesDesk(settings, '2015-10-01T08:09:02.000Z');
    const termId = await desk.term();
    const fee = { feeCode: 'BUS', description: 'Bus', amountMinor: 1_000, termId };
    const october = await desk.charge(studentId, { ...fee, dueOn: day('2015-12-01') });
    at('2015-12-01T08:09:02.000Z');
    const november = await desk.charge(studentId, { ...fee, dueOn: day('2015-12-01') });

    expect(october.answer.charge).toMatchObject({
      effectiveDate: '2015-10-01',
      dueOn: '2015-12-01',
    });
    expect(november.answer.charge).toMatchObject({
      effectiveDate: '2015-11-30',
      dueOn: '2015-12-01',
    });
  });

  it('takes the school’s today for its date, not that of UTC (killbill#1074)', async () => {
    const settings = { timeZone: 'America/Los_Angeles' };
    const { desk, studentId } = await rulesDesk(settings, '2018-12-11T02:00:00.000Z');
    expect((await desk.pay(studentId, cash)).answer.payment.effectiveDate).toBe('2018-12-10');
    const tomorrow = desk.pay(studentId, { ...cash, effectiveDate: day('2018-12-11') });
    expect((await refusal(tomorrow)).code).toBe('date_in_future');
  });
});

describe('a due date', () => {
  /** How late a fee that is due on 29 March 2026 is at an instant in Berlin; negative: late. */
  const daysLeft = (instant: string) =>
    daysBetween(localDateOf(new Date(instant), 'Europe/Berlin'), day('2026-03-29'));

  it('is not overdue in the last minute of its day, and overdue from the first of the next', () => {
    expect(daysLeft('2026-03-28T22:59:59.999Z')).toBe(1);
    expect(daysLeft('2026-03-28T23:00:00.000Z')).toBe(0);
    expect(daysLeft('2026-03-29T21:59:59.999Z')).toBe(0);
    expect(daysLeft('2026-03-29T22:00:00.000Z')).toBe(-1);
  });

  it('orders what is paid first as a date: 29 March before 30 March, over the clock change', async () => {
    const settings = { timeZone: 'Europe/Berlin' };
    const { desk, studentId } = await rulesDesk(settings, '2026-03-28T12:00:00.000Z');
    const termId = await desk.term();
    const fee = { feeCode: 'BUS', description: 'Bus', amountMinor: 1_000, termId };
    const later = await desk.charge(studentId, { ...fee, dueOn: day('2026-03-30') });
    const sooner = await desk.charge(studentId, { ...fee, dueOn: day('2026-03-29') });
    const { answer } = await desk.pay(studentId, { ...cash, amountMinor: 1_500 });
    expect(answer.payment.allocations).toEqual([
      { chargeId: sooner.answer.charge.id, amountMinor: 1_000, rule: 'oldest_due' },
      { chargeId: later.answer.charge.id, amountMinor: 500, rule: 'oldest_due' },
    ]);
  });
});
