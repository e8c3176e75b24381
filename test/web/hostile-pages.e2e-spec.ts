// Hostile input on every page that takes any, on the real application: it is refused or shown as text,
// never a failure of ours, and nothing is written.
import { TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const HTML = { accept: 'text/html' };
const FORM = { ...HTML, 'content-type': 'application/x-www-form-urlencoded' };
const VALUES = [
  '',
  '\u0000',
  '\ud800',
  "'; drop table x; --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '\u202eevil',
  '9'.repeat(400),
  '-1',
  '1e9',
  'charge:\u0000',
  'fee:<b>',
  '2026-02-30',
];
const FIELDS =
  'name schoolYear startsOn endsOn class effectiveDate digest reason amount method kind target measure value validFrom validTo toStudentId hold admissionNo givenName familyName enrolledOn birthDate classFrom revision guardian.0.name guardian.0.email version lineCount end do line.0.feeCode line.0.amount line.0.dueOn.0 copy asOf done of from published copyFrom q'.split(
    ' ',
  );

describe('hostile input on pages', () => {
  let school: TestSchool;
  let client: TestClient;
  let csrf: string;
  let paths: string[];

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    const { studentId, termId, chargeId } = await studentWhoOwes(client);
    const account = `/students/${studentId}`;
    const paid = await client.post(`/api/v1${account}/payments`, {
      amountMinor: 13_000,
      method: 'cash',
    });
    const payment = `${account}/payments/${text(paid.body['payment']?.['id'])}`;
    const page = text((await client.get(account, HTML)).body);
    csrf = /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    paths = [
      ...['reverse', 'refund', 'move', 'hold'].map((verb) => `${payment}/${verb}`),
      ...['adjustments', 'details', 'withdraw', 'readmit'].map((part) => `${account}/${part}`),
      ...['fee-schedule', 'charge-run'].map((part) => `/terms/${termId}/${part}`),
      `${account}/charges/${chargeId}/cancel`,
      '/students/new',
      '/terms',
    ];
  });
  afterAll(() => school.stop());

  const fieldsWith = (value: string) => new URLSearchParams(FIELDS.map((name) => [name, value]));

  it.each(VALUES)('%j in every field of an address is no failure', async (value) => {
    const query = fieldsWith(value).toString();
    const all = [...paths, '/students', '/receipts/2026/1', '/dashboard'];
    const answers = await Promise.all(all.map((path) => client.get(`${path}?${query}`, HTML)));
    const failed = all.filter((_, i) => (answers[i]?.status ?? 500) >= 500);
    expect(failed).toEqual([]);
    const pages = answers.map(({ body }) => text(body)).join('');
    expect(pages).not.toContain('<script>alert');
  });

  it.each(VALUES)(
    '%j in every field of a form is refused or text, and never a failure',
    async (value) => {
      const fields = fieldsWith(value);
      fields.set('csrf', csrf);
      fields.set('idempotencyKey', 'hostile');
      const failed: string[] = [];
      for (const path of paths) {
        const sent = { body: fields.toString(), headers: FORM };
        const { status, body } = await client.send('POST', path, sent);
        if (status >= 500) failed.push(path);
        expect(text(body)).not.toContain('<script>alert');
      }
      expect(failed).toEqual([]);
    },
  );

  it('a form without its token is refused on every page', async () => {
    const statuses: number[] = [];
    for (const path of paths) {
      const sent = { body: 'reason=x&idempotencyKey=y', headers: FORM };
      statuses.push((await client.send('POST', path, sent)).status);
    }
    expect(new Set(statuses)).toEqual(new Set([403]));
  });
});
