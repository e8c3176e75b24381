// Rule 7, what the other suites leave out: books of school years that don't begin in January, what takes
// no number, and content that stays when names change.
import { unseal } from '../../../src/eventstore/index.js';
import { present } from '../../../src/kernel/assert.js';
import { day } from '../../commands/school-desk.js';
import { refusal } from '../../commands/school-tools.js';
import { StudentDesk } from '../../commands/student-desk.js';
import { rulesDesk } from './rules-desk.js';

const cash = { amountMinor: 8_000, method: 'cash' } as const;

describe('the book of a receipt', () => {
  it('is that of the school year of the day it was recorded, from its first minute on', async () => {
    const { desk, studentId, at } = await rulesDesk({ schoolYearStartsOn: '09-01' });
    const pay = async () => {
      const { payment } = (await desk.pay(studentId, cash)).answer;
      return [payment.schoolYear, payment.receiptNo, payment.effectiveDate];
    };
    at('2026-08-31T21:59:59.999Z');
    expect(await pay()).toEqual(['2025', 1, '2026-08-31']);
    at('2026-08-31T22:00:00.000Z');
    expect(await pay()).toEqual(['2026', 1, '2026-09-01']);
    expect(await pay()).toEqual(['2026', 2, '2026-09-01']);
    at('2027-08-31T12:00:00.000Z');
    expect(await pay()).toEqual(['2026', 3, '2027-08-31']);
    at('2027-09-01T12:00:00.000Z');
    expect(await pay()).toEqual(['2027', 1, '2027-09-01']);
  });

  it('is today’s also for a payment that took effect in a year before', async () => {
    const { desk, studentId } = await rulesDesk();
    const late = await desk.pay(studentId, { ...cash, effectiveDate: day('2025-11-30') });
    expect(late.answer.payment).toMatchObject({ schoolYear: '2026', receiptNo: 1 });
    expect(await desk.typesOf('receiptBook-2025')).toEqual([]);
  });

  it('is counted up by payments alone: not by charges, reversals, refunds or refused payments', async () => {
    const { desk, studentId } = await rulesDesk();
    const termId = await desk.term();
    const fee = { feeCode: 'TRIP', description: 'Trip', dueOn: day('2026-05-31'), termId };
    const first = await desk.pay(studentId, { ...cash, externalRef: 'R-1' });
    const { id } = first.answer.payment;
    await desk.charge(studentId, { ...fee, amountMinor: 1_000 });
    await desk.refund(studentId, id, { amountMinor: 500 });
    const refused = desk.pay(studentId, { ...cash, externalRef: 'R-1' });
    expect((await refusal(refused)).code).toBe('duplicate_reference');
    await desk.reverse(studentId, id);
    const second = await desk.pay(studentId, cash);

    expect([first, second].map(({ answer }) => answer.payment.receiptNo)).toEqual([1, 2]);
    expect(await desk.typesOf('receiptBook-2026')).toEqual(['ReceiptIssued', 'ReceiptIssued']);
  });

  it('has the number before anybody looks: reading a payment again gives no other one', async () => {
    const { desk, studentId } = await rulesDesk();
    await desk.pay(studentId, cash, 'key-1');
    expect(await desk.typesOf('receiptBook-2026')).toEqual(['ReceiptIssued']);
    const again = await desk.pay(studentId, cash, 'key-1');
    expect(again.answer.payment.receiptNo).toBe(1);
    expect(await desk.typesOf('receiptBook-2026')).toEqual(['ReceiptIssued']);
  });
});

describe('what is printed', () => {
  it('stays as it was on the day when the student is renamed, moved and withdrawn', async () => {
    const { desk, studentId } = await rulesDesk();
    const office = new StudentDesk(desk);
    await desk.pay(studentId, cash);
    const content = async () => {
      const [receipt] = await desk.school.store.readStream('receiptBook-2026');
      return unseal(present(receipt, 'receipt'), desk.school.keys);
    };
    const before = await content();
    await office.correct(studentId, { givenName: 'Tarisai', class: '8B', admissionNo: 'HS-9' });
    await office.change(studentId, { kind: 'withdraw', on: '2026-05-11' });

    expect(before).toMatchObject({
      content: { student: 'Tariro Moyo', class: '7A', admissionNo: 'HS-0412' },
    });
    expect(await content()).toEqual(before);
  });
});
