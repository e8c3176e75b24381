// What the pages of one account say, figure by figure.
import { renderReceipt, renderStudent } from '../../src/web/html.js';
import * as account from './account.fixture.js';
import { attributeOf, tagsOf, textOf } from './html.fixture.js';
import { PAGES } from './pages.fixture.js';
import * as school from './school.fixture.js';

const text = (name: string) => textOf(PAGES[name] ?? '');
const page = (name: string) => PAGES[name] ?? '';

describe("a student's account", () => {
  it('shows how the balance is made', () => {
    expect(text('student')).toContain(
      'Charged 120.00 − Adjusted 0.00 − Paid 130.00 + Reversed 50.00 + Refunded 0.00 = Owes $40.00',
    );
  });

  it('shows credit as credit', () => {
    const totals = { ...account.student.totals, paidMinor: 20_000n, netMinor: -3_000n };
    const html = renderStudent(school.frame, { ...account.student, totals });
    expect(textOf(html)).toContain('= In credit $30.00');
  });

  it('lists charges with what is left and how late they are', () => {
    expect(text('student')).toContain('Tuition TUITION 12 May 2026 settled 80.00 0.00 80.00 0.00');
    expect(text('student')).toContain('LEVY 16 Jun 2026 30 days late 25.00');
    expect(text('student')).toContain('EXAM 31 Jul 2026 in 15 days 15.00');
    expect(text('student')).toContain('All charges 120.00 0.00 80.00 40.00');
  });

  it('is not late on the due date itself (rule 20)', () => {
    const html = renderStudent(school.frame, {
      ...account.student,
      today: (account.student.charges[1] ?? account.student.charges[0])?.dueOn ?? school.TODAY,
    });
    expect(textOf(html)).toContain('LEVY 16 Jun 2026 today 25.00');
  });

  it('lists payments with receipts and what they pay, reversed ones struck out of the sum', () => {
    expect(text('student')).toContain('MM-61C02F 2026-000008 pays TUITION 30.00');
    expect(text('student')).toContain('MM-55A81C REVERSED 2026-000005');
    expect(text('student')).toContain('Paid, without reversed payments 80.00');
    expect(page('student')).toContain('href="/receipts/2026/8"');
  });

  it('has a form with its key, prefilled with what settles everything', () => {
    expect(page('student')).toContain(
      `name="idempotencyKey" value="0198a3c2-6d1e-7c40-9a57-2f6f1d0b7e11"`,
    );
    expect(page('student')).toMatch(/<input[^>]*name="amount"[^>]*value="40.00"/);
    expect(text('student')).toContain('$40.00 settles everything.');
  });

  it('has no form for those who may not record a payment', () => {
    expect(page('student-auditor')).not.toContain('idempotencyKey');
    expect(text('student-auditor')).not.toContain('Record');
  });

  it('says what was recorded: receipt, what it pays, new balance', () => {
    expect(text('student-recorded')).toContain(
      'Payment of $30.00 recorded Receipt 2026-000008 . It pays TUITION 30.00. New balance: $40.00 owed',
    );
    expect(page('student-recorded')).toContain('role="status"');
  });

  it('never invites a second payment where the page is older than the first', () => {
    expect(text('student-not-seen')).toContain('The payment is recorded');
    expect(text('student-not-seen')).toContain('Do not record it a second time.');
  });

  it('says that a number follows instead of inviting a second payment', () => {
    const { receipt: _none, ...pending } = account.newestPayment;
    const html = renderStudent(school.frame, {
      ...account.student,
      recorded: { ...pending, receiptPending: true },
    });
    expect(textOf(html)).toContain('it follows by itself, do not record it again');
  });

  it('says first that nothing was recorded, keeps the values and marks the wrong field', () => {
    const html = page('student-refused');
    const input = tagsOf(html, 'input').find((tag) => tag.includes('name="externalRef"')) ?? '';
    expect(textOf(html)).toContain('Nothing was recorded Reference MM-61C02F was already used');
    expect(html).toContain('<title>Error: payment not recorded, Anert Moyo · Bursar</title>');
    expect(html).toContain('role="alert"');
    expect(attributeOf(input, 'value')).toBe('MM-61C02F');
    expect(attributeOf(input, 'aria-invalid')).toBe('true');
    expect(attributeOf(input, 'aria-describedby')).toBe('externalRef-error reference-hint');
    expect(input).toContain('autofocus');
    expect(html).toContain('href="/receipts/2026/8"');
  });
});

describe('a receipt', () => {
  it('prints what was pinned', () => {
    expect(text('receipt')).toContain('Receipt 2026-000008 Issued 16 Jul 2026');
    expect(text('receipt')).toContain('Received for Anert Moyo , HS-0412, Form 2A $30.00');
    expect(text('receipt')).toContain('Tuition Second Term (2026) 30.00 Total 30.00');
    expect(text('receipt')).toContain('Balance after this payment 40.00');
  });

  it('bears a stamp only where the books say so', () => {
    expect(text('receipt')).not.toMatch(/REVERSED|DUPLICATE/);
    expect(text('receipt-reversed')).toContain('REVERSED Reversed on 16 Jul 2026');
    expect(text('receipt-reversed')).toContain('no proof of payment');
    expect(text('receipt-duplicate')).toContain('DUPLICATE 1');
  });

  it('of a person who was erased keeps number, amount and digest', () => {
    expect(text('receipt-erased')).toContain('Received for erased $30.00');
    expect(text('receipt-erased')).toContain('Content sha256 9bcd98c0');
    expect(text('receipt-erased')).not.toContain('Moyo');
  });

  it('shows credit as a line, so that the lines add up to the amount', () => {
    const html = renderReceipt(school.frame, {
      ...account.receipt,
      amountMinor: 4_000n,
      content: { ...account.receiptContent, creditMinor: 1_000n },
    });
    expect(textOf(html)).toContain(
      'Tuition Second Term (2026) 30.00 Credit, for the next charge 10.00 Total 40.00',
    );
  });
});
