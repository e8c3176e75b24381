// Rules 1 and 9 on every route that moves money, in a school in yen, where nothing stands after the
// point: the key, the same key again, the amount, the reason; and who owns a key, for how long.
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiAnswer } from '../support/api.js';
import { TestClient, text } from '../support/api.js';
import { registerStudent } from '../support/fixtures.js';
import { startApp, startTestSchool, type TestSchool } from '../support/school.js';
import { codeOf, moneyRoutes, type MoneyRoute } from './rules-money-routes.js';

const ALL = [
  'payment',
  'charge',
  'cancelled charge',
  'adjustment',
  'reversed adjustment',
  'reversed payment',
  'refund',
  'reversed refund',
  'moved payment',
  'charge run',
];
const UNDOING = ALL.filter((name) => !['payment', 'charge', 'charge run'].includes(name));
const NO_AMOUNTS = [10.5, '900', -1, 0, 1_000_000_000_000, 2 ** 53, null, true];
const WITH_AMOUNT = ['payment', 'charge', 'adjustment', 'refund'];

describe('every route that moves money', () => {
  let school: TestSchool;
  let client: TestClient;
  let routes: ReadonlyMap<string, MoneyRoute>;

  beforeAll(async () => {
    school = await startTestSchool({ SCHOOL_CURRENCY: 'JPY', SCHOOL_TIME_ZONE: 'Asia/Tokyo' });
    client = await school.client();
    routes = await moneyRoutes(client);
  });
  afterAll(() => school.stop());

  const routeOf = (name: string): MoneyRoute => {
    const route = routes.get(name);
    if (route === undefined) throw new Error(`no route ${name}`);
    return route;
  };
  const factsOf = async ({ studentId }: MoneyRoute) =>
    JSON.stringify((await client.get(`/api/v1/students/${studentId}/replay`)).body);
  const unchanged = async (route: MoneyRoute, post: () => Promise<ApiAnswer>) => {
    const before = await factsOf(route);
    const answer = await post();
    expect(await factsOf(route)).toBe(before);
    return answer;
  };
  const ended = async (run: string): Promise<void> => {
    while (text((await client.get(run)).body['status']) !== 'completed') await pause(50);
  };
  const userClient = async (username: string): Promise<TestClient> => {
    const body = { username, displayName: username, roles: ['cashier'] };
    const created = await client.post('/api/v1/users', body);
    const user = new TestClient(school.app.url);
    const currentPassword = text(created.body['oneTimePassword']);
    await user.logIn(username, currentPassword);
    await user.put('/api/v1/password', { currentPassword, newPassword: 'four words of mine' });
    return user;
  };

  it.each(ALL)('%s: without a key 400 idempotency_key_required, nothing written', async (name) => {
    const route = routeOf(name);
    const post = () => client.send('POST', route.path, { body: route.body });
    expect(codeOf(await unchanged(route, post))).toEqual([400, 'idempotency_key_required']);
  });

  it('none knows a student or a term that nobody made: 404, and no account is opened', async () => {
    const nobody = '3d52ae10-0000-4000-8000-0000000000ff';
    const answers = await Promise.all(
      ALL.map((name) => {
        const { path, body, studentId } = routeOf(name);
        const unknown = path.replace(studentId, nobody).replace(/terms\/[^/]+/, `terms/${nobody}`);
        return client.post(unknown, body);
      }),
    );
    const [run, ...others] = answers.map(codeOf).toReversed();
    expect(run).toEqual([404, 'term_not_found']);
    expect(others).toEqual(Array(9).fill([404, 'student_not_found']));
  });

  it.each([
    ['of 256 characters', 'k'.repeat(256)],
    ['with a blank inside', 'key 1'],
    ['with a letter beyond ASCII', 'cl\u00e9'],
    ['that is empty', ''],
  ])('a key %s: 400 invalid_idempotency_key, nothing written', async (_how, key) => {
    const route = routeOf('payment');
    const answer = await unchanged(route, () => client.post(route.path, route.body, key));
    expect(codeOf(answer)).toEqual([400, 'invalid_idempotency_key']);
  });

  it.each(WITH_AMOUNT)(
    '%s: no float, text, negative or unsafe amount, nothing written',
    async (name) => {
      const route = routeOf(name);
      const before = await factsOf(route);
      const answers = await Promise.all(
        NO_AMOUNTS.map((amountMinor) => client.post(route.path, { ...route.body, amountMinor })),
      );
      expect(answers.map(codeOf)).toEqual(NO_AMOUNTS.map(() => [400, 'amount_out_of_range']));
      expect(await factsOf(route)).toBe(before);
    },
  );

  it('an allocation or a fee takes no such amount either', async () => {
    const route = routeOf('payment');
    const fees = routeOf('charge run').path.replace('charge-runs', 'fee-schedule');
    const line = { feeCode: 'A', description: 'A', dueOn: '2026-06-30' };
    const refused = NO_AMOUNTS.map(() => [400, 'amount_out_of_range']);
    const paid = await Promise.all(
      NO_AMOUNTS.map((amountMinor) => {
        const allocations = [{ chargeId: route.studentId, amountMinor }];
        return client.post(route.path, { ...route.body, allocations });
      }),
    );
    expect(paid.map(codeOf)).toEqual(refused);
    const published = await Promise.all(
      NO_AMOUNTS.map((amountMinor) => client.put(fees, { lines: [{ ...line, amountMinor }] })),
    );
    expect(published.map(codeOf)).toEqual(refused);
  });

  it.each(UNDOING)(
    '%s: without a reason, or with an empty one, 400, nothing written',
    async (name) => {
      const route = routeOf(name);
      const { reason: _reason, ...without } = route.body;
      expect((await unchanged(route, () => client.post(route.path, without))).status).toBe(400);
      const empty = { ...without, reason: '  ' };
      expect((await unchanged(route, () => client.post(route.path, empty))).status).toBe(400);
    },
  );

  it.each(ALL)('%s: one key, one body: one effect, the same status and bytes', async (name) => {
    const route = routeOf(name);
    const key = `key-of-${name.replace(' ', '-')}`;
    const first = await client.post(route.path, route.body, key);
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([route.status, null]);
    if (name === 'charge run') await ended(first.headers.get('location') ?? '');
    const again = await unchanged(route, () => client.post(route.path, route.body, key));
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, JSON.stringify(again.body)]).toEqual([
      route.status,
      JSON.stringify(first.body),
    ]);
    const other = await unchanged(route, () => client.post(route.path, route.other, key));
    expect(codeOf(other)).toEqual([422, 'idempotency_key_reused']);
  });

  it('the same body is the same however it is written; one more field is another body', async () => {
    const { path } = routeOf('payment');
    const send = (body: string) =>
      client.send('POST', path, { body, headers: { 'idempotency-key': 'key-of-payment' } });
    const same = await send('{ "method": "cash",\n  "amountMinor": 9e2 }');
    expect([same.status, same.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    const more = await send('{"amountMinor":900,"method":"cash","hold":false}');
    expect(codeOf(more)).toEqual([422, 'idempotency_key_reused']);
  });

  it('a restart forgets no key: the same bytes, and another body is refused as before', async () => {
    const route = routeOf('payment');
    const before = await client.post(route.path, route.body, 'key-of-payment');
    await school.app.stop();
    school.app = await startApp(school.environment);
    client = await school.client();
    const after = await client.post(route.path, route.body, 'key-of-payment');
    expect(after.headers.get('idempotency-replayed')).toBe('true');
    expect(JSON.stringify(after.body)).toBe(JSON.stringify(before.body));
    const other = await client.post(route.path, route.other, 'key-of-payment');
    expect(codeOf(other)).toEqual([422, 'idempotency_key_reused']);
  });

  it('a key belongs to whoever sent it: two cashiers with one key record two payments', async () => {
    const studentId = await registerStudent(client, 'JP-TWO');
    const path = `/api/v1/students/${studentId}/payments`;
    const [rita, carla] = [await userClient('rita'), await userClient('carla')];
    const cash = { amountMinor: 700, method: 'cash' };
    const first = await rita.post(path, cash, 'drawer-1');
    const second = await carla.post(path, { ...cash, amountMinor: 300 }, 'drawer-1');

    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('idempotency-replayed')).toBeNull();
    expect(second.body['balance']).toMatchObject({ currency: 'JPY', creditMinor: 1_000 });
    expect(codeOf(await rita.post(path, { ...cash, amountMinor: 300 }, 'drawer-1'))).toEqual([
      422,
      'idempotency_key_reused',
    ]);
    const found = await rita.get('/api/v1/commands/drawer-1');
    expect(found.body['answer']).toEqual(first.body);
  });

  it('a refused command is not remembered: when it can be done, its key does it', async () => {
    const studentId = await registerStudent(client, 'JP-LATER');
    const payments = `/api/v1/students/${studentId}/payments`;
    const paid = await client.post(payments, { amountMinor: 100, method: 'cash' });
    const other = await client.post(payments, {
      amountMinor: 50,
      method: 'cash',
      externalRef: 'A1',
    });
    const twice = { amountMinor: 60, method: 'cash', externalRef: 'a 1' };
    const refused = await client.post(payments, twice, 'later');
    expect(codeOf(refused)).toEqual([409, 'duplicate_reference']);
    const otherId = text(other.body['payment']?.['id']);
    await client.post(`${payments}/${otherId}/reverse`, { reason: 'The wrong child' });
    const accepted = await client.post(payments, twice, 'later');
    expect([accepted.status, accepted.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(accepted.body['balance']).toMatchObject({ creditMinor: 160 });
    expect(paid.body['payment']?.['receiptStatus']).toBe('issued');
  });
});
