// What the pages say of the sample school, figure by figure.
import {
  renderDashboard,
  renderReceipt,
  renderStudent,
  renderStudents,
} from '../../src/web/html.js';
import { attributeOf, tagsOf, textOf } from './html.fixture.js';
import { PAGES } from './pages.fixture.js';
import * as school from './school.fixture.js';

const text = (name: string) => textOf(PAGES[name] ?? '');
const page = (name: string) => PAGES[name] ?? '';

describe('the dashboard', () => {
  it('shows the figures of the term and says as of when and which position', () => {
    expect(text('dashboard')).toContain('Expected $584.00 600.00 − 16.00 adjusted');
    expect(text('dashboard')).toContain('Collected $364.00 62% of expected');
    expect(text('dashboard')).toContain('Outstanding $220.00 3 of 5 students');
    expect(text('dashboard')).toContain('Credit not applied $30.00');
    expect(text('dashboard')).toContain('as of Thu 16 Jul 2026, 14:05 log position 16 878');
    expect(text('dashboard')).toContain('0.3 s behind the log');
  });

  it('counts students by status and opens each count', () => {
    expect(text('dashboard')).toContain('UNPAID 1 PARTIAL 2 PAID 1 CREDIT 1 NOT CHARGED 0 Total 5');
    expect(page('dashboard')).toContain('href="/students?paymentStatus=PARTIAL"');
  });

  it('adds up the largest arrears', () => {
    expect(text('dashboard')).toContain(
      'Rudo Chikwanha Form 1A 120.00 Lindiwe Sibanda Form 2A 60.00 Anert Moyo Form 2A 40.00 Total of the 3 shown 220.00',
    );
  });

  it('makes every figure a link', () => {
    expect(tagsOf(page('dashboard'), 'a').filter((tag) => tag.includes('figure'))).toHaveLength(4);
  });

  it('offers to read again when it is more than 5 seconds behind', () => {
    expect(text('dashboard-late')).toContain('12 s behind the log Read again');
    expect(text('dashboard')).not.toContain('Read again');
  });

  it('claims no figure before a term is open', () => {
    expect(text('dashboard-no-term')).toContain('No term is open');
    expect(text('dashboard-no-term')).not.toContain('$');
  });

  it('says how many students it leaves out', () => {
    const html = renderDashboard(school.frame, {
      ...school.dashboard,
      asOf: { ...school.asOf, incomplete: 2 },
    });
    expect(textOf(html)).toContain('without 2 students whose figures are held back');
  });
});

describe('the list of students', () => {
  it('adds up to the figures of the dashboard', () => {
    expect(text('students')).toContain('All 5 found 584.00 364.00 220.00 30.00 190.00');
  });

  it('shows each balance with its status, credit below zero', () => {
    expect(text('students')).toContain(
      'Farai Dube HS-0421, Form 3B HS-0421 Form 3B 120.00 120.00 0.00 30.00 CREDIT −30.00 in credit',
    );
  });

  it('goes on by a link that carries the filters and the cursor', () => {
    expect(page('students-filtered')).toContain(
      'href="/students?q=moyo&amp;paymentStatus=PARTIAL&amp;cursor=eyJ4IjoxfQ"',
    );
    expect(text('students-filtered')).toContain('The 1 shown 120.00 80.00 40.00 0.00 40.00');
  });

  it('offers no next page at its end', () => {
    expect(page('students')).not.toContain('rel="next"');
    expect(text('students')).toContain('This is the end of the list.');
  });

  it('keeps the filters in its form', () => {
    const html = page('students-filtered');
    expect(html).toMatch(/<input[^>]*name="q"[^>]*value="moyo"/);
    expect(html).toMatch(/<option[^>]*selected[^>]*value="PARTIAL"|value="PARTIAL"[^>]*selected/);
  });

  it('tells an empty school from filters that match nobody', () => {
    expect(text('students-none')).toContain('No students yet.');
    expect(text('students-no-match')).toContain('Nobody matches.');
  });
});

describe("a student's account", () => {
  it('shows how the balance is made', () => {
    expect(text('student')).toContain(
      'Charged 120.00 − Adjusted 0.00 − Paid 130.00 + Reversed 50.00 + Refunded 0.00 = Owes $40.00',
    );
  });

  it('shows credit as credit', () => {
    const totals = { ...school.student.totals, paidMinor: 20_000n, netMinor: -3_000n };
    const html = renderStudent(school.frame, { ...school.student, totals });
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
      ...school.student,
      today: (school.student.charges[1] ?? school.student.charges[0])?.dueOn ?? school.TODAY,
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

  it('says that a number follows instead of inviting a second payment', () => {
    const { receipt: _none, ...pending } = school.newestPayment;
    const html = renderStudent(school.frame, {
      ...school.student,
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

  it('shows credit as a line, so that the lines add up to the amount', () => {
    const html = renderReceipt(school.frame, {
      ...school.receipt,
      amountMinor: 4_000n,
      creditMinor: 1_000n,
    });
    expect(textOf(html)).toContain(
      'Tuition Second Term (2026) 30.00 Credit, for the next charge 10.00 Total 40.00',
    );
  });
});

describe('signing in', () => {
  it('says why, and that nothing was changed', () => {
    expect(text('login-revoked')).toContain('Your session was ended');
    expect(text('login-expired')).toContain(
      'The payment of $40.00 that you were sending was not recorded',
    );
    expect(text('login-signed-out')).toContain('You are signed out');
    expect(text('login-too-many')).toContain('Wait 1 minute, then try again.');
  });

  it('keeps the user name after a wrong password, never the password', () => {
    const html = page('login-wrong');
    expect(html).toMatch(/<input[^>]*name="username"[^>]*value="cashier-1"/);
    expect(html).not.toMatch(/<input[^>]*name="password"[^>]*value=/);
    expect(html).toContain('<title>Error: sign in · Bursar</title>');
  });

  it('says how long each kind of session lives', () => {
    expect(text('login')).toContain('after 7 days without use, and after 30 days in any case');
    expect(text('login')).toContain('then it is 1 hour');
  });
});

describe('an error page', () => {
  it('in doubt, warns against taking the money again and keeps the key', () => {
    const html = page('error-unknown');
    expect(textOf(html)).toContain('We do not know yet');
    expect(textOf(html)).toContain('Do not take the money again.');
    expect(html).toContain(`name="idempotencyKey" value="${school.KEY}"`);
    expect(html).toContain('name="amount" value="40.00"');
  });

  it('of a store that is down says that nothing was recorded, and sends the same again', () => {
    expect(text('error-unavailable')).toContain('The payment was not recorded');
    expect(text('error-unavailable')).toContain('503, try again in 5 seconds');
    expect(page('error-unavailable')).toContain(`name="idempotencyKey" value="${school.KEY}"`);
  });

  it('names the request for support', () => {
    expect(text('error-forbidden')).toContain('Request id req_1');
    expect(text('error-not-found')).toContain('Code student_not_found');
  });

  it('claims neither school nor currency where nothing is known', () => {
    expect(text('error-bare')).not.toMatch(/USD|dollar/);
  });
});

describe('a hostile name', () => {
  const hostile = `<script>alert("1")</script>" onmouseover='x' &amp;`;

  it('is text on every page, not markup', () => {
    const student = renderStudent(school.frame, {
      ...school.student,
      name: hostile,
      class: hostile,
      charges: school.student.charges.map((charge) => ({ ...charge, description: hostile })),
      payments: school.student.payments.map((payment) => ({ ...payment, reference: hostile })),
    });
    const list = renderStudents(school.frame, {
      ...school.students,
      filter: { q: hostile, class: hostile, sort: 'name' },
      rows: school.rows.map((row) => ({ ...row, name: hostile })),
    });
    const receipt = renderReceipt(school.frame, {
      ...school.receipt,
      studentName: hostile,
      payer: hostile,
    });
    for (const html of [student, list, receipt]) {
      expect(html).not.toContain('<script');
      expect(html).not.toContain(`" onmouseover=`);
      expect(html).toContain('&lt;script>');
    }
  });
});
