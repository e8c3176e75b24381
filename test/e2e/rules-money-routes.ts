// Every route that moves money, each with a student of its own who owes 1000 yen more than she paid:
// what to post, what else to post under the same key, and what it answers.
import { setTimeout as pause } from 'node:timers/promises';
import { type ApiAnswer, type TestClient, list, text } from '../support/api.js';
import { openTerm, registerStudent } from '../support/fixtures.js';

export interface MoneyRoute {
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** Another command under the same key. */
  readonly other: Record<string, unknown>;
  /** What the first post answers. */
  readonly status: number;
  readonly studentId: string;
}

const reason = 'Typed into the wrong row';

/** One of each; the fees of the term are 500 for everybody. */
export async function moneyRoutes(client: TestClient): Promise<ReadonlyMap<string, MoneyRoute>> {
  const termId = await openTerm(client);
  const lines = [{ feeCode: 'LEVY', description: 'Levy', amountMinor: 500, dueOn: '2026-06-30' }];
  await client.put(`/api/v1/terms/${termId}/fee-schedule`, { lines });
  const routes = new Map<string, MoneyRoute>();
  for (const [index, [name, routeOf]] of Object.entries(ROUTES).entries()) {
    const studentId = await registerStudent(client, `JP-${index}`);
    routes.set(name, { studentId, ...(await routeOf(new Prepared(client, studentId, termId))) });
  }
  routes.set('charge run', await chargeRunRoute(client, termId));
  return routes;
}

/** What a route needs to be there before it. */
class Prepared {
  private readonly base: string;

  constructor(
    readonly client: TestClient,
    readonly studentId: string,
    readonly termId: string,
  ) {
    this.base = `/api/v1/students/${studentId}`;
  }

  path(rest: string): string {
    return `${this.base}/${rest}`;
  }

  charge = (): Promise<string> => this.made('charges', chargeOf(this.termId), 'charge');

  payment = (): Promise<string> =>
    this.made('payments', { amountMinor: 900, method: 'cash' }, 'payment');

  async made(rest: string, body: object, what: string): Promise<string> {
    const answer = await this.client.post(this.path(rest), body);
    if (answer.status !== 201) throw new Error(`${rest}: ${JSON.stringify(answer.body)}`);
    return text(answer.body[what]?.['id']);
  }
}

type Route = Omit<MoneyRoute, 'studentId'>;

const chargeOf = (termId: string) => ({
  feeCode: 'TRIP',
  description: 'Trip',
  amountMinor: 1_900,
  dueOn: '2026-06-30',
  termId,
});

const again = { reason, other: { reason: 'Something else' } };

const ROUTES: Readonly<Record<string, (of: Prepared) => Promise<Route>>> = {
  payment: async (of) => {
    await of.charge();
    const body = { amountMinor: 900, method: 'cash' };
    return { path: of.path('payments'), body, other: { ...body, amountMinor: 901 }, status: 201 };
  },
  charge: async (of) => {
    const body = chargeOf(of.termId);
    return { path: of.path('charges'), body, other: { ...body, amountMinor: 1 }, status: 201 };
  },
  'cancelled charge': async (of) => {
    const path = of.path(`charges/${await of.charge()}/cancel`);
    return { path, body: { reason }, other: again.other, status: 200 };
  },
  adjustment: async (of) => {
    const body = { kind: 'waiver', amountMinor: 100, chargeId: await of.charge(), reason };
    return { path: of.path('adjustments'), body, other: { ...body, amountMinor: 99 }, status: 201 };
  },
  'reversed adjustment': async (of) => {
    const waiver = { kind: 'waiver', amountMinor: 100, chargeId: await of.charge(), reason };
    const id = await of.made('adjustments', waiver, 'adjustment');
    const path = of.path(`adjustments/${id}/reverse`);
    return { path, body: { reason }, other: again.other, status: 200 };
  },
  'reversed payment': async (of) => {
    await of.charge();
    const path = of.path(`payments/${await of.payment()}/reverse`);
    return { path, body: { reason }, other: again.other, status: 200 };
  },
  refund: async (of) => {
    const body = { amountMinor: 300, reason };
    const path = of.path(`payments/${await of.payment()}/refund`);
    return { path, body, other: { ...body, amountMinor: 301 }, status: 201 };
  },
  'reversed refund': async (of) => {
    const paid = await of.payment();
    const id = await of.made(`payments/${paid}/refund`, { amountMinor: 300, reason }, 'refund');
    const path = of.path(`refunds/${id}/reverse`);
    return { path, body: { reason }, other: again.other, status: 200 };
  },
  'moved payment': async (of) => {
    const toStudentId = await registerStudent(of.client, 'JP-RIGHT');
    const body = { toStudentId, reason };
    const path = of.path(`payments/${await of.payment()}/move`);
    return { path, body, other: { ...body, reason: 'Something else' }, status: 201 };
  },
};

async function chargeRunRoute(client: TestClient, termId: string): Promise<MoneyRoute> {
  const path = `/api/v1/terms/${termId}/charge-runs`;
  const studentId = await registerStudent(client, 'JP-RUN');
  const run = { digest: await digestWith(client, path, studentId) };
  const other = { ...run, effectiveDate: '2026-05-05' };
  return { path, body: run, other, status: 202, studentId };
}

/** The digest of a preview that has seen the student: it is read from a read model. */
async function digestWith(client: TestClient, runs: string, studentId: string): Promise<string> {
  for (;;) {
    const { body } = await client.post(`${runs}/preview`, {});
    const students = list(body['items']).map((item) => text(item['studentId']));
    if (students.includes(studentId)) return text(body['digest']);
    await pause(50);
  }
}

/** Status and code of an answer. */
export const codeOf = ({ status, body }: ApiAnswer) => [status, body['code']];
