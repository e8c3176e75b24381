// Rule 9: an amount is a whole number of the currency's smallest unit, whatever that is; an account has
// one currency, and nothing is added up across two.
import { unseal } from '../../../src/eventstore/index.js';
import { present } from '../../../src/kernel/assert.js';
import { currencyExponent } from '../../../src/kernel/money.js';
import { formatAmount } from '../../../src/web/format.js';
import { PreviewChargeRun } from '../../../src/modules/billing/commands/preview-charge-run.js';
import { ConfigureSchool } from '../../../src/modules/billing/commands/configure-school.js';
import { day } from '../../commands/school-desk.js';
import { refusal } from '../../commands/school-tools.js';
import { accountOf, after, charged, opened, pay, raise, refusalOf } from '../account-scenario.js';
import { adjust, cancel } from '../undo-charges.scenario.js';
import { refund, reverse } from '../undo-payments.scenario.js';
import { rulesDesk } from './rules-desk.js';

const inThree = [day('2026-05-31'), day('2026-06-30'), day('2026-07-31')];
const fees = { feeCode: 'TUITION', description: 'Tuition', dueOn: inThree, priority: 100 };

describe('a school', () => {
  it('in yen bills whole yen: no digit after the point, 1000 over 3 is 334, 333, 333', async () => {
    const { desk, studentId, account } = await rulesDesk({ currency: 'JPY' });
    const termId = await desk.term();
    await desk.fees(termId, [{ ...fees, amountMinor: 1_000n }]);
    const { items } = await desk.preview.execute(new PreviewChargeRun(termId, { limit: 50 }));
    expect(items[0]?.lines.map(({ amountMinor }) => amountMinor)).toEqual([334, 333, 333]);

    const { answer } = await desk.pay(studentId, { amountMinor: 335, method: 'cash' });

    expect(currencyExponent('JPY')).toBe(0);
    expect(answer.balance).toMatchObject({ currency: 'JPY', netMinor: -335 });
    expect((await desk.school.store.readStream(account)).at(-1)?.data).toMatchObject({
      amountMinor: '335',
      currency: 'JPY',
    });
    expect(formatAmount(335n, 'JPY')).toBe('335');
  });

  it('in dinars bills thousandths: 12.345 are 12 345, and the receipt says so', async () => {
    const { desk, studentId } = await rulesDesk({ currency: 'KWD' });
    const { answer } = await desk.pay(studentId, { amountMinor: 12_345, method: 'cash' });

    expect(currencyExponent('KWD')).toBe(3);
    expect(answer.balance).toMatchObject({ currency: 'KWD', creditMinor: 12_345 });
    const [receipt] = await desk.school.store.readStream('receiptBook-2026');
    expect(receipt?.data).toMatchObject({ amountMinor: '12345', currency: 'KWD' });
    const secret = await unseal(present(receipt, 'receipt'), desk.school.keys);
    expect(secret).toMatchObject({
      content: { creditMinor: '12345', balanceAfterMinor: '-12345' },
    });
    expect(formatAmount(12_345n, 'KWD')).toBe('12.345');
  });

  it('never adds fees of one currency to an account of another: they are published anew', async () => {
    const { desk } = await rulesDesk({ currency: 'KWD' });
    const termId = await desk.term();
    await desk.fees(termId, [{ ...fees, amountMinor: 1_000n }]);
    await desk.configure.execute(new ConfigureSchool({ currency: 'JPY' }, desk.by()));
    const preview = desk.preview.execute(new PreviewChargeRun(termId, { limit: 50 }));
    expect(await refusal(preview)).toMatchObject({ kind: 'conflict', code: 'currency_mismatch' });
  });
});

describe('an account in dollars', () => {
  const owing = accountOf(opened, charged('c1', '5000'));
  const account = after(owing, pay(owing));
  const euros = { currency: 'EUR' };

  it.each([
    [
      'a payment',
      () => pay(account, { ...euros, paymentId: '0b7e0000-0000-4000-8000-000000000009' }),
    ],
    ['a charge', () => raise(account, euros)],
    ['a waiver', () => adjust(account, euros)],
    ['a cancellation', () => cancel(account, euros)],
    ['a refund', () => refund(account, euros)],
    ['a reversal', () => reverse(account, euros)],
  ])('does not take %s in euros', (_what, decision) => {
    expect(refusalOf(decision)).toMatchObject({ kind: 'conflict', code: 'currency_mismatch' });
  });
});
