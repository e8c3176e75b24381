// Students over REST, on real stores: corrected, put into another class, withdrawn and readmitted, and
// what the log holds of them.
import { createEventStore } from '../../src/eventstore/index.js';
import { list, TestClient, text } from '../support/api.js';
import { openTerm, registerStudent } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const NOBODY = '3d52c1f4-6f1c-5b0e-8d3a-0a1b2c3d4e5f';
const dayFromNow = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe('students, over REST', () => {
  let school: TestSchool;
  let client: TestClient;

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    await openTerm(client);
  });
  afterAll(() => school.stop());

  const patch = (id: string, body: object, headers: Record<string, string> = {}) =>
    client.send('PATCH', `/api/v1/students/${id}`, { body, headers });
  /** The student as the read model has it after a write. */
  const seen = (id: string, { headers }: { headers: Headers }) =>
    client.get(`/api/v1/students/${id}`, {
      'consistency-token': headers.get('consistency-token') ?? '',
    });

  it('a merge patch corrects what it names, null takes a detail away, and the lists show it', async () => {
    const id = await registerStudent(client, 'HS-0100');
    const guardians = [{ name: 'Grace Moyo', phone: '+263 77 200 0412' }];
    await patch(id, { birthDate: '2014-03-02', guardians });

    const answer = await patch(id, { familyName: 'Árnason', birthDate: null });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"2"');
    expect(answer.body).toEqual({
      id,
      admissionNo: 'HS-0100',
      givenName: 'Anert',
      familyName: 'Árnason',
      class: 'Form 2A',
      enrolledOn: '2026-01-13',
      status: 'active',
      statusSince: '2026-01-13',
      guardians,
      classes: [{ class: 'Form 2A', from: '2026-01-13' }],
    });
    const details = await seen(id, answer);
    expect(details.headers.get('etag')).toBe('"2"');
    expect(details.body).toMatchObject({ ...answer.body });
    const found = await client.get('/api/v1/students?q=arnason');
    expect(list(found.body['items']).map((student) => student['id'])).toEqual([id]);
  });

  it('a class from a coming day is listed, and is not the class yet', async () => {
    const id = await registerStudent(client, 'HS-0110');
    const from = dayFromNow(30);
    const answer = await patch(id, { class: 'Form 3A', classFrom: from });
    expect(answer.body).toMatchObject({
      class: 'Form 2A',
      classes: [
        { class: 'Form 2A', from: '2026-01-13' },
        { class: 'Form 3A', from },
      ],
    });
    expect((await seen(id, answer)).body).toMatchObject({ class: 'Form 2A' });
    const early = await patch(id, { class: 'Form 3B' });
    expect([early.status, early.body['code']]).toEqual([422, 'effective_date_too_early']);
    const next = new Date(Date.parse(from) + 86_400_000).toISOString().slice(0, 10);
    expect(early.body).toMatchObject({ earliestDate: next });
  });

  it('If-Match lets one of two corrections of the same revision through; a key answers again', async () => {
    const id = await registerStudent(client, 'HS-0120');
    const etag = (await patch(id, { class: 'Form 2A' })).headers.get('etag') ?? '';
    expect(etag).toBe('"0"');
    const headers = { 'if-match': etag, 'idempotency-key': 'rename-1' };
    const first = await patch(id, { givenName: 'Rudo' }, headers);
    const second = await patch(id, { givenName: 'Tariro' }, { 'if-match': etag });
    const again = await patch(id, { givenName: 'Rudo' }, headers);
    const other = await patch(id, { givenName: 'Zodwa' }, { 'idempotency-key': 'rename-1' });

    expect([first.status, second.status, again.status]).toEqual([200, 412, 200]);
    expect(second.body['code']).toBe('precondition_failed');
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect([other.status, other.body['code']]).toEqual([422, 'idempotency_key_reused']);
  });

  it('an admission number can be corrected to a free one, and the old one is free then', async () => {
    const first = await registerStudent(client, 'HS-0130');
    const second = await registerStudent(client, 'HS-0131');
    const taken = await patch(first, { admissionNo: ' hs-01 31' });
    expect([taken.status, taken.body['code']]).toEqual([409, 'duplicate_admission_no']);
    expect(taken.body).toMatchObject({ studentId: second });
    expect((await patch(first, { admissionNo: 'HS-0132' })).status).toBe(200);
    expect((await patch(second, { admissionNo: 'HS-0130' })).status).toBe(200);
  });

  it('two students corrected to one number at once: one wins, the other is 409', async () => {
    const [first, second] = [
      await registerStudent(client, 'HS-0140'),
      await registerStudent(client, 'HS-0141'),
    ];
    const answers = await Promise.all(
      [first, second].map((id) => patch(id, { admissionNo: 'HS-0142' })),
    );
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status === 409);
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]?.body).toMatchObject({
      code: 'duplicate_admission_no',
      studentId: won[0]?.body['id'],
    });
  });

  it('a student is withdrawn, still pays, is readmitted and graduates', async () => {
    const id = await registerStudent(client, 'HS-0150');
    const post = (action: string, body: object) =>
      client.post(`/api/v1/students/${id}/${action}`, body);

    const gone = await post('withdraw', {
      effectiveDate: '2026-05-08',
      reason: 'Joined her aunt',
      reasonCode: 'moved_away',
    });
    expect([gone.status, gone.body['status']]).toEqual([200, 'withdrawn']);
    expect((await seen(id, gone)).body).toMatchObject({ statusSince: '2026-05-08' });
    const listed = await client.get('/api/v1/students?status=withdrawn');
    expect(list(listed.body['items']).map((student) => student['id'])).toEqual([id]);
    const paid = await post('payments', { amountMinor: 8_000, method: 'cash' });
    expect(paid.status).toBe(201);

    const twice = await post('withdraw', { effectiveDate: '2026-05-08' });
    expect([twice.status, twice.body['code']]).toEqual([409, 'invalid_status']);
    const early = await post('readmit', { effectiveDate: '2026-05-07' });
    expect([early.status, early.body['code']]).toEqual([422, 'effective_date_too_early']);
    const future = await post('readmit', { effectiveDate: dayFromNow(2) });
    expect([future.status, future.body['code']]).toEqual([422, 'date_in_future']);
    const back = await post('readmit', { effectiveDate: '2026-05-11' });
    expect([back.status, back.body['status']]).toEqual([200, 'active']);
    const done = await post('graduate', { effectiveDate: '2026-05-12' });
    expect([done.status, done.body['status']]).toEqual([200, 'graduated']);
  });

  it.each([
    [{ nickname: 'T' }, 'unknown_field'],
    [{ givenName: null }, 'invalid_value'],
    [{ admissionNo: '' }, 'too_small'],
    [{ classFrom: '2026-05-11' }, 'class_required'],
    [{ birthDate: '2014-02-30' }, 'invalid_date'],
    [{ enrolledOn: '2026-01-14' }, 'unknown_field'],
  ])('PATCH %o is 400 %s', async (body, code) => {
    const answer = await patch(NOBODY, body);
    expect([answer.status, answer.body['code']]).toEqual([400, code]);
  });

  it.each([
    ['PATCH', '', { familyName: 'X' }],
    ['POST', '/withdraw', { effectiveDate: '2026-05-11' }],
    ['POST', '/readmit', { effectiveDate: '2026-05-11' }],
  ])('%s %s of nobody is 404', async (method, action, body) => {
    const answer = await client.send(method, `/api/v1/students/${NOBODY}${action}`, { body });
    expect([answer.status, answer.body['code']]).toEqual([404, 'student_not_found']);
  });

  it('cashiers and auditors change nothing, bursars do', async () => {
    const id = await registerStudent(client, 'HS-0160');
    for (const [role, expected] of [
      ['cashier', [403, 403, 200]],
      ['auditor', [403, 403, 200]],
      ['bursar', [200, 200, 200]],
    ] as const) {
      const as = await userOf(role);
      const path = `/api/v1/students/${id}`;
      const answers = [
        await as.send('PATCH', path, { body: { givenName: 'Rudo' } }),
        await as.post(`${path}/graduate`, { effectiveDate: '2026-05-11' }),
        await as.get(path),
      ];
      expect(answers.map(({ status }) => status)).toEqual(expected);
    }
  });

  it('no stored event holds a name, number, guardian or reason in clear', async () => {
    const store = createEventStore({ connectionString: school.eventStore.connectionString });
    const events = await store.readAll({ count: 500 });
    await store.close();
    const stored = events.map(({ data, metadata }) => JSON.stringify({ data, metadata }));

    expect(events.length).toBeGreaterThan(30);
    expect(stored.join('\n')).not.toMatch(/Anert|Moyo|Rudo|rnason|Grace|HS-01|77 200|aunt/i);
  });

  async function userOf(role: string): Promise<TestClient> {
    const username = `the-${role}`;
    const created = await client.post('/api/v1/users', {
      username,
      displayName: `The ${role}`,
      roles: [role],
    });
    const currentPassword = text(created.body['oneTimePassword']);
    const user = new TestClient(school.app.url);
    await user.logIn(username, currentPassword);
    await user.put('/api/v1/password', { currentPassword, newPassword: 'four words of mine' });
    return user;
  }
});
