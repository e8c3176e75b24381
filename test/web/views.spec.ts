// What the pages say of the sample school, figure by figure.
import {
  renderDashboard,
  renderReceipt,
  renderStudent,
  renderStudents,
} from '../../src/web/html.js';
import * as account from './account.fixture.js';
import { tagsOf, textOf } from './html.fixture.js';
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
      ...account.student,
      name: hostile,
      class: hostile,
      charges: account.student.charges.map((charge) => ({ ...charge, description: hostile })),
      payments: account.student.payments.map((payment) => ({ ...payment, reference: hostile })),
    });
    const list = renderStudents(school.frame, {
      ...school.students,
      filter: { q: hostile, class: hostile, sort: 'name' },
      rows: school.rows.map((row) => ({ ...row, name: hostile })),
    });
    const receipt = renderReceipt(school.frame, {
      ...account.receipt,
      content: { ...account.receiptContent, student: hostile, payer: hostile },
    });
    for (const html of [student, list, receipt]) {
      expect(html).not.toContain('<script');
      expect(html).not.toContain(`" onmouseover=`);
      expect(html).toContain('&lt;script>');
    }
  });
});
