// Two processes of the application on one pair of stores, as behind a load balancer, the log that
// they write, and every answer that was a failure.
import { createEventStore, EventRegistry, type EventStore } from '../../src/eventstore/index.js';
import {
  accountFold,
  accountStreamOf,
  BILLING_EVENTS,
  type AccountFact,
  type StudentAccount,
} from '../../src/modules/billing/index.js';
import { assertAccountInvariants } from '../../src/modules/billing/domain/student-account.invariants.js';
import { STUDENT_EVENTS } from '../../src/modules/students/index.js';
import { type ApiAnswer, TestClient } from '../support/api.js';
import { ADMIN, startApp, startTestSchool, type RunningApp } from '../support/school.js';
import type { TestSchool } from '../support/school.js';

/** Outages that a race may end with: nothing happened, or the same key settles it. */
const PASSING: readonly unknown[] = ['busy', 'outcome_unknown'];

/** One session on both processes. */
export interface SessionOnBoth {
  readonly first: TestClient;
  readonly second: TestClient;
}

class WatchedClient extends TestClient {
  constructor(
    baseUrl: string,
    private readonly cookie_: string,
    private readonly failures: ApiAnswer[],
  ) {
    super(baseUrl);
  }

  override async send(...[method, path, request]: Parameters<TestClient['send']>) {
    const headers = { cookie: this.cookie_, ...request.headers };
    const answer = await super.send(method, path, { ...request, headers });
    const isPassing = answer.status === 503 && PASSING.includes(answer.body['code']);
    if (answer.status >= 500 && !isPassing) this.failures.push(answer);
    return answer;
  }
}

export class RaceOffice {
  /** Answers that nobody should ever get. */
  readonly failures: ApiAnswer[] = [];
  private readonly registry = new EventRegistry([...STUDENT_EVENTS, ...BILLING_EVENTS]);

  private constructor(
    private readonly school: TestSchool,
    private readonly other: RunningApp,
    private readonly log: EventStore,
  ) {}

  static async open(): Promise<RaceOffice> {
    const school = await startTestSchool();
    const other = await startApp(school.environment);
    const log = createEventStore({ connectionString: school.eventStore.connectionString });
    return new RaceOffice(school, other, log);
  }

  /** Signs in on the first process; the cookie is good on both. */
  async signIn(): Promise<SessionOnBoth> {
    const answer = await new TestClient(this.school.app.url).logIn(ADMIN.username, ADMIN.password);
    if (answer.status !== 201) throw new Error(`log-in answered ${answer.status}`);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const on = (url: string) => new WatchedClient(url, cookie, this.failures);
    return { first: on(this.school.app.url), second: on(this.other.url) };
  }

  /** Facts of an account as they stand in the log. */
  async factsOf(studentId: string): Promise<AccountFact[]> {
    const events = await this.log.readStream(accountStreamOf(studentId));
    return events.map((event) => this.registry.upcast<AccountFact>(event));
  }

  /** The account folded from the log. @throws Error when it breaks an invariant. */
  async accountOf(studentId: string): Promise<StudentAccount> {
    const facts = await this.factsOf(studentId);
    const account = facts.reduce(
      (state, fact) => accountFold.evolve(state, fact),
      accountFold.initialState,
    );
    assertAccountInvariants(account);
    return account;
  }

  /** Payment ids of the receipts of a book, by number: the n-th has number n. */
  async receiptsOf(book: string): Promise<{ number: string; paymentId: string }[]> {
    const events = await this.log.readStream(`receiptBook-${book}`);
    return events.map(({ data }) => ({
      number: JSON.stringify(data['number']),
      paymentId: JSON.stringify(data['paymentId']),
    }));
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.other.stop();
    await this.school.stop();
  }
}

/** Runs the races, four at a time, each in a lane of its own. */
export async function race(
  count: number,
  run: (n: number, lane: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (number: number): Promise<void> => {
    for (let n = next++; n < count; n = next++) await run(n, number);
  };
  await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
}

/** One session of a user is for the office, five is the most. */
export const LANES = 4;
