// The OpenAPI document is a promise: every route in it is served, and what the running server answers
// has the shape that it says.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type ApiAnswer, type Json, type TestClient, text } from '../support/api.js';
import { registerStudent, studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

describe('the OpenAPI document', () => {
  let school: TestSchool;
  let client: TestClient;
  let document: Json;
  let ids: { studentId: string; termId: string };

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    document = (await client.get('/api/openapi.json')).body;
    ids = await studentWhoOwes(client);
  });
  afterAll(() => school.stop());

  /** Checks an answer against the schema of its operation; what does not fit. */
  function misfits(operation: string, { status, body }: ApiAnswer): unknown {
    const [method = '', path = ''] = operation.split(' ');
    const described = document['paths']?.[path]?.[method.toLowerCase()]?.['responses'];
    const response = described?.[String(status)] ?? described?.['default'];
    const type = status >= 400 ? 'application/problem+json' : 'application/json';
    const schema = response?.['content']?.[type]?.['schema'];
    if (schema === undefined) return `${operation} describes no ${status}`;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const whole = { ...schema, components: document['components'] };
    return ajv.validate(whole, body) ? undefined : ajv.errors;
  }

  it('is OpenAPI 3.1 and names the routes of the thin line', () => {
    expect(text(document['openapi'])).toMatch(/^3\.1\./);
    const paths = Object.keys(document['paths'] ?? {});
    const named = paths.map((path) => path.replaceAll(/\{\w+\}/g, '{}'));
    for (const path of [
      '/api/v1/session',
      '/api/v1/school',
      '/api/v1/students',
      '/api/v1/students/{}',
      '/api/v1/students/{}/payments',
      '/api/v1/students/{}/payments/{}',
      '/api/v1/students/{}/payments/{}/reverse',
      '/api/v1/students/{}/payments/{}/refund',
      '/api/v1/students/{}/payments/{}/move',
      '/api/v1/students/{}/payments/{}/hold',
      '/api/v1/students/{}/refunds/{}/reverse',
      '/api/v1/commands/{}',
      '/api/v1/students/{}/charges',
      '/api/v1/students/{}/account',
      '/api/v1/students/{}/balance',
      '/api/v1/students/{}/replay',
      '/api/v1/receipts/{}/{}',
      '/api/v1/terms',
      '/api/v1/terms/{}',
      '/api/v1/terms/current',
      '/api/v1/terms/{}/fee-schedule',
      '/api/v1/terms/{}/open',
      '/api/v1/terms/{}/charge-runs/preview',
      '/api/v1/terms/{}/charge-runs',
      '/api/v1/charge-runs/{}',
      '/api/v1/dashboard',
    ]) {
      expect(named).toContain(path);
    }
  });

  it('promises only what is served: no route in it is unknown to the server', async () => {
    const unknown: string[] = [];
    for (const [path, methods] of Object.entries(document['paths'] ?? {})) {
      for (const method of Object.keys(methods)) {
        const url = path.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000');
        const anonymous = await fetch(school.app.url + url, { method: method.toUpperCase() });
        const code = anonymous.status === 404 ? ((await anonymous.json()) as Json)['code'] : '';
        if (anonymous.status === 405 || text(code) === 'not_found') unknown.push(path);
      }
    }
    expect(unknown).toEqual([]);
  });

  it('describes what a payment answers, and what a refusal looks like', async () => {
    const path = `/api/v1/students/${ids.studentId}/payments`;
    const operation = 'POST /api/v1/students/{studentId}/payments';
    const paid = await client.post(path, { amountMinor: 8000, method: 'cash' });
    expect(misfits(operation, paid)).toBeUndefined();
    const refused = await client.post(path, { amountMinor: -1, method: 'cash' });
    expect(refused.status).toBe(400);
    expect(misfits(operation, refused)).toBeUndefined();
    const location = paid.headers.get('location') ?? '';
    const token = { 'consistency-token': paid.headers.get('consistency-token') ?? '' };
    const payment = await client.get(location, token);
    expect(misfits('GET /api/v1/students/{id}/payments/{paymentId}', payment)).toBeUndefined();
    const schoolYear = text(paid.body['payment']?.['schoolYear']);
    const receipt = await client.get(`/api/v1/receipts/${schoolYear}/1`, token);
    expect(misfits('GET /api/v1/receipts/{schoolYear}/{no}', receipt)).toBeUndefined();
  });

  it('describes what undoing a payment answers', async () => {
    const reason = 'By mistake';
    const account = `/api/v1/students/${ids.studentId}`;
    const of = '/api/v1/students/{studentId}';
    const pay = async () => {
      const money = { amountMinor: 500, method: 'cash', hold: true };
      return text((await client.post(`${account}/payments`, money)).body['payment']?.['id']);
    };
    const fits = async (action: string, path: string, body: object) => {
      const answer = await client.post(`${account}/${path}`, body, `key-${path}`);
      expect([200, 201]).toContain(answer.status);
      expect(misfits(`POST ${of}/${action}`, answer)).toBeUndefined();
      const outcome = await client.get(`/api/v1/commands/${encodeURIComponent(`key-${path}`)}`);
      expect(outcome.body).toEqual({ status: 'accepted', answer: answer.body });
      expect(misfits('GET /api/v1/commands/{key}', outcome)).toBeUndefined();
      return answer.body;
    };
    const [one, two] = [await pay(), await pay()];
    const { refund } = await fits('payments/{paymentId}/refund', `payments/${one}/refund`, {
      amountMinor: 100,
      reason,
    });
    const refundPath = `refunds/${text(refund?.['id'])}/reverse`;
    await fits('refunds/{refundId}/reverse', refundPath, { reason });
    await fits('payments/{paymentId}/hold', `payments/${one}/hold`, { hold: false });
    await fits('payments/{paymentId}/reverse', `payments/${one}/reverse`, { reason });
    const toStudentId = await registerStudent(client, 'HS-3000');
    await fits('payments/{paymentId}/move', `payments/${two}/move`, { toStudentId, reason });
  });

  it.each([
    ['GET /api/v1/school', '/api/v1/school'],
    ['GET /api/v1/session', '/api/v1/session'],
    ['GET /api/v1/sessions', '/api/v1/sessions'],
    ['GET /api/v1/users', '/api/v1/users'],
    ['GET /api/v1/students', '/api/v1/students?limit=1'],
    ['GET /api/v1/students/{id}', '/api/v1/students/STUDENT'],
    ['GET /api/v1/students/{id}/account', '/api/v1/students/STUDENT/account'],
    ['GET /api/v1/students/{id}/balance', '/api/v1/students/STUDENT/balance'],
    ['GET /api/v1/students/{id}/replay', '/api/v1/students/STUDENT/replay'],
    ['GET /api/v1/terms', '/api/v1/terms'],
    ['GET /api/v1/terms/current', '/api/v1/terms/current'],
    ['GET /api/v1/terms/{id}', '/api/v1/terms/TERM'],
    ['GET /api/v1/dashboard', '/api/v1/dashboard'],
  ])('describes what %s answers', async (operation, path) => {
    const answer = await client.get(
      path.replace('STUDENT', ids.studentId).replace('TERM', ids.termId),
    );
    expect(answer.status).toBe(200);
    expect(misfits(operation, answer)).toBeUndefined();
  });
});
