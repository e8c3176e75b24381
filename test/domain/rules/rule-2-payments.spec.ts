// Rule 2, what the other suites leave out: the exact bounds of an amount, every way to write one bank
// reference, its provider, its life after reversals, and the last moment of a school's day.
import { day } from '../../commands/school-desk.js';
import { refusal } from '../../commands/school-tools.js';
import { UndoDesk } from '../../commands/undo-desk.js';
import { rulesDesk } from './rules-desk.js';

const cash = { amountMinor: 8_000, method: 'cash' } as const;
const transfer = { amountMinor: 8_000, method: 'bank_transfer', externalRef: 'BT 7704' } as const;

describe('the amount of a payment', () => {
  it('is 1 minor unit at least and 10^12 − 1 at most', async () => {
    const { desk, studentId } = await rulesDesk();
    const least = await desk.pay(studentId, { ...cash, amountMinor: 1 });
    expect(least.answer.payment.amountMinor).toBe(1);
    const most = await desk.pay(studentId, { ...cash, amountMinor: 999_999_999_999 });
    expect(most.answer.balance).toMatchObject({
      creditMinor: 1_000_000_000_000,
      netMinor: -1_000_000_000_000,
    });
  });

  it.each([
    ['nothing', 0],
    ['less than nothing', -1],
    ['10^12', 1_000_000_000_000],
    ['a fraction', 0.5],
    ['an unsafe integer', 2 ** 53],
  ])('of %s is amount_out_of_range, and nothing is written', async (_name, amountMinor) => {
    const { desk, studentId, account } = await rulesDesk();
    expect(await refusal(desk.pay(studentId, { ...cash, amountMinor }))).toMatchObject({
      kind: 'invalid',
      code: 'amount_out_of_range',
    });
    expect(await desk.typesOf(account)).toEqual([]);
  });
});

describe('one bank reference', () => {
  it.each([
    ['as it was', 'BT 7704'],
    ['in small letters', 'bt 7704'],
    ['without its blank', 'BT7704'],
    ['with blanks around and inside', '  B T 77 04 '],
    ['with a tab and a no-break space', 'BT\t77\u00a004'],
    ['in full-width letters and digits (NFKC)', '\uff22\uff34\uff17\uff17\uff10\uff14'],
    ['with superscript digits (NFKC)', 'BT\u2077\u2077\u2070\u2074'],
  ])('written %s is the same reference', async (_how, externalRef) => {
    const { desk, studentId } = await rulesDesk();
    const { answer } = await desk.pay(studentId, transfer);
    const other = await desk.student('HS-0413');
    expect(await refusal(desk.pay(other, { ...transfer, externalRef }))).toMatchObject({
      kind: 'conflict',
      code: 'duplicate_reference',
      extra: { firstPaymentId: answer.payment.id, studentId, effectiveDate: '2026-05-11' },
    });
  });

  it('of two providers, or of one and of none, is two references; each counts once', async () => {
    const { desk, studentId } = await rulesDesk();
    const by = (provider: string) => ({ ...transfer, provider });
    await desk.pay(studentId, transfer);
    await desk.pay(studentId, by('ecocash'));
    const { answer } = await desk.pay(studentId, by('onemoney'));
    expect(answer.balance.creditMinor).toBe(24_000);
    for (const payment of [transfer, by('ecocash'), by('onemoney')]) {
      const again = desk.pay(studentId, { ...payment, amountMinor: 1 });
      expect((await refusal(again)).code).toBe('duplicate_reference');
    }
  });

  it('of a provider that is written in another way is the same: EcoCash is ecocash', async () => {
    const { desk, studentId, account } = await rulesDesk();
    const by = (provider: string) => desk.pay(studentId, { ...transfer, provider });
    const { answer } = await by('EcoCash');
    const extra = { firstPaymentId: answer.payment.id };
    expect(await refusal(by('ecocash'))).toMatchObject({ code: 'duplicate_reference', extra });
    expect(await refusal(by(' Eco Cash'))).toMatchObject({ code: 'duplicate_reference', extra });
    const recorded = (await desk.school.store.readStream(account)).at(-1);
    expect(recorded?.data['reference']).toMatchObject({ provider: 'EcoCash', last4: '7704' });
  });

  it('is refused to the same student too, also after a restart of the application', async () => {
    const { desk, studentId } = await rulesDesk();
    const { answer } = await desk.pay(studentId, transfer, 'key-1');
    const restarted = new UndoDesk(desk.school);
    expect(await refusal(restarted.pay(studentId, transfer, 'key-2'))).toMatchObject({
      code: 'duplicate_reference',
      extra: { firstPaymentId: answer.payment.id },
    });
    const same = await restarted.pay(studentId, transfer, 'key-1');
    expect(same).toMatchObject({ replayed: true, answer });
  });

  it('is free after each reversal, and the payment that counts now is the one that is named', async () => {
    const { desk, studentId } = await rulesDesk();
    const other = await desk.student('HS-0413');
    const first = await desk.pay(studentId, transfer);
    await desk.reverse(studentId, first.answer.payment.id);
    const second = await desk.pay(other, transfer);
    expect(await refusal(desk.pay(studentId, transfer))).toMatchObject({
      extra: { firstPaymentId: second.answer.payment.id, studentId: other },
    });
    await desk.reverse(other, second.answer.payment.id);
    const third = await desk.pay(studentId, transfer);
    expect(third.answer.balance).toMatchObject({ creditMinor: 8_000, netMinor: -8_000 });
    expect(await desk.netOf(other)).toBe(0n);
  });

  it('is not free because its money was given back: the payment still counts', async () => {
    const { desk, studentId } = await rulesDesk();
    const { answer } = await desk.pay(studentId, transfer);
    await desk.refund(studentId, answer.payment.id, { amountMinor: 8_000 });
    expect((await refusal(desk.pay(studentId, transfer))).code).toBe('duplicate_reference');
  });
});

describe('the date of a payment', () => {
  it('may be tomorrow’s from midnight of the school on, not one millisecond before', async () => {
    const { desk, studentId, at } = await rulesDesk();
    const tomorrow = { ...cash, effectiveDate: day('2026-05-12') };
    at('2026-05-11T21:59:59.999Z');
    expect(await refusal(desk.pay(studentId, tomorrow))).toMatchObject({
      kind: 'rule_violated',
      code: 'date_in_future',
    });
    at('2026-05-11T22:00:00.000Z');
    const { answer } = await desk.pay(studentId, tomorrow);
    expect(answer.payment).toMatchObject({
      effectiveDate: '2026-05-12',
      recordedAt: '2026-05-11T22:00:00.000Z',
    });
  });

  it('may lie in the past, also before the student was there; it is kept beside when it was told', async () => {
    const { desk, studentId } = await rulesDesk();
    const { answer } = await desk.pay(studentId, { ...cash, effectiveDate: day('2019-12-31') });
    expect(answer.payment).toMatchObject({
      effectiveDate: '2019-12-31',
      recordedAt: '2026-05-11T08:14:02.117Z',
      schoolYear: '2026',
    });
  });
});

describe('a partial payment', () => {
  it('of one cent of 120.00 is taken: 119.99 are left', async () => {
    const { desk, studentId } = await rulesDesk();
    const termId = await desk.term();
    const fee = { feeCode: 'TUITION', description: 'Tuition', dueOn: day('2026-05-31'), termId };
    await desk.charge(studentId, { ...fee, amountMinor: 12_000 });
    const { answer } = await desk.pay(studentId, { ...cash, amountMinor: 1 });
    expect(answer.balance).toMatchObject({ outstandingMinor: 11_999, paymentStatus: 'PARTIAL' });
  });
});
