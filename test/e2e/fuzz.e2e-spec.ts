// Every route of the OpenAPI document under hostile input, from a seed: whatever is sent, the answer is
// never a 500, a refusal under /api is a problem with a code, and nothing of the inside is told. A run
// is repeated by FUZZ_SEED=<n>.
import { randomInt } from 'node:crypto';
import { type ApiAnswer, type Json, list, TestClient, text } from '../support/api.js';
import { studentWhoOwes } from '../support/fixtures.js';
import { startTestSchool, type TestSchool } from '../support/school.js';

const REQUESTS = 600;
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const AT_ONCE = 8;
/** A stack, a file of ours, a statement or an error of Postgres, a class of the inside. */
const INSIDE =
  /\bat (async )?[\w.<>]+ \(|node_modules|\.(ts|js):\d+|\b(select|insert|update) .* (from|into|set) |relation "|syntax error|violates|app\.\w+_\w+|FST_ERR|TypeError|ZodError/;

describe(`hostile input (FUZZ_SEED=${SEED})`, () => {
  let school: TestSchool;
  let client: TestClient;
  let operations: readonly Operation[];
  let known: Known;
  const random = randomFrom(SEED);

  beforeAll(async () => {
    school = await startTestSchool();
    client = await school.client();
    const ids = await studentWhoOwes(client);
    known = { ids: [ids.studentId, ids.termId, ids.chargeId], amounts: [1, 12_000] };
    operations = operationsOf((await client.get('/api/openapi.json')).body);
  });
  afterAll(() => school.stop());

  it('600 requests over all routes: no 500, problems with codes, nothing of the inside', async () => {
    expect(operations.length).toBeGreaterThan(25);
    const findings: string[] = [];
    for (let sent = 0; sent < REQUESTS; sent += AT_ONCE) {
      const requests = Array.from({ length: AT_ONCE }, (_, i) => {
        const operation = operations[(sent + i) % operations.length];
        return hostileRequest(operation ?? { method: 'GET', path: '/' }, known, random);
      });
      const answers = await Promise.all(
        requests.map(({ method, path, ...more }) => client.send(method, path, more)),
      );
      answers.forEach((answer, i) => {
        const finding = findingIn(answer);
        if (finding !== undefined) findings.push(`${finding}: ${JSON.stringify(requests[i])}`);
      });
    }
    expect(findings.map((finding) => finding.slice(0, 500))).toEqual([]);
  });

  it('and the server serves as before', async () => {
    expect((await client.get('/health/ready')).status).toBe(200);
    const replay = await client.get(`/api/v1/students/${known.ids[0]}/replay`);
    expect(replay.status).toBe(200);
    expect(list(replay.body['frames']).length).toBeGreaterThan(0);
  });
});

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly fields?: readonly string[];
}

interface Known {
  readonly ids: readonly string[];
  readonly amounts: readonly number[];
}

interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers: Record<string, string>;
}

type Random = (below: number) => number;

/** What ends the own session would end the test: those routes have suites of their own. */
const ENDS_SESSIONS =
  /^(DELETE \/api\/v1\/session|PUT \/api\/v1\/password|POST \/api\/v1\/session$)/;

function operationsOf(document: Json): Operation[] {
  const found: Operation[] = [];
  for (const [path, methods] of Object.entries(document['paths'] ?? {})) {
    for (const [method, described] of Object.entries(methods)) {
      const schema = described['requestBody']?.['content']?.['application/json']?.['schema'];
      const name = text(schema?.['$ref']).split('/').at(-1) ?? '';
      const resolved = document['components']?.['schemas']?.[name] ?? schema;
      const fields = Object.keys(resolved?.['properties'] ?? {});
      found.push({ method: method.toUpperCase(), path, fields });
    }
  }
  return found.filter(({ method, path }) => !ENDS_SESSIONS.test(`${method} ${path}`));
}

function findingIn({ status, headers, body }: ApiAnswer): string | undefined {
  if (status === 500) return '500';
  // The address stands in a problem as it was sent.
  const told = typeof body === 'string' ? body : JSON.stringify({ ...body, instance: '' });
  if (status < 400) return undefined;
  if (headers.get('content-type')?.startsWith('application/problem+json') !== true) {
    return `${status} is no problem document`;
  }
  if (!/^[a-z0-9_]+$/.test(text(body['code']))) return `${status} without a code`;
  if (body['status'] !== (status as unknown)) return `${status} says ${text(body['status'])}`;
  return INSIDE.test(told) ? `${status} tells of the inside: ${told.slice(0, 200)}` : undefined;
}

function hostileRequest(operation: Operation, known: Known, random: Random): HostileRequest {
  const { method, fields = [] } = operation;
  const value = () => pick([...known.ids, ...known.amounts, ...VALUES], random);
  const path = operation.path.replaceAll(/\{\w+\}/g, () =>
    random(3) > 0
      ? pick(known.ids, random)
      : encodeURIComponent(String(JSON.stringify(value()))).slice(0, 400),
  );
  const query = random(4) > 0 ? '' : `?${pick(QUERY_NAMES, random)}=${pick(QUERY_VALUES, random)}`;
  const headers = {
    'idempotency-key': random(8) === 0 ? 'the-same' : `k${random(2 ** 30)}`,
    ...pick(HEADERS, random),
  };
  if (method === 'GET') return { method, path: path + query, headers };
  const object = Object.fromEntries(
    fields.filter(() => random(6) > 0).map((name) => [name, value()] as const),
  );
  const body = random(5) > 0 ? JSON.stringify(object) : pick(BODIES, random);
  return { method, path: path + query, body, headers };
}

const VALUES: readonly unknown[] = [
  '',
  ' ',
  '2026',
  '2026-02-30',
  '2026-05-12',
  '0000-01-01',
  '9999-12-31',
  '\u0000',
  '\ud800',
  '<script>alert(1)</script>',
  "'; drop table app.app_user; --",
  '../../etc/passwd',
  '%s%n%00',
  'x'.repeat(5_000),
  'cash',
  'Form 2A',
  -0,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  true,
  null,
  [],
  {},
  [[[[]]]],
  { constructor: 1, toString: 2 },
  Array(600).fill({ chargeId: 'x', amountMinor: 1 }),
];
const QUERY_NAMES = [
  'q',
  'limit',
  'cursor',
  'sort',
  'termId',
  'asOf',
  'format',
  '__proto__',
  'x[]',
];
const QUERY_VALUES = ['', '1', '1e9', '-1', '%00', '%ff', '%F0%9F%92%A9', 'a'.repeat(3_000), '%27'];
const BODIES = [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '7',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  '['.repeat(10_000),
  `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
];
const HEADERS: readonly Record<string, string>[] = [
  {},
  {},
  { 'if-match': '"7"' },
  { 'if-match': 'W/"x"' },
  { prefer: 'wait=999, handling=strict' },
  { 'consistency-token': 'AAAA' },
  { traceparent: 'zz' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { accept: 'image/png' },
  { 'x-request-id': '../../x' },
  { origin: 'https://elsewhere.test' },
];

function pick<T>(from: readonly T[], random: Random): T {
  return from[random(from.length)] as T;
}

/** The same numbers for the same seed (mulberry32). */
function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
