// A school on real stores of its own that two application processes serve, and everything that can
// happen to it: processes are killed, stores start again, connections and the leadership are lost.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { present } from '../../src/kernel/assert.js';
import { OutagePostgres } from '../e2e/outage-stores.js';
import { CuttingProxy } from '../eventstore/cutting-proxy.js';
import { until } from '../process/processes.js';
import { type ApiAnswer, TestClient, text } from '../support/api.js';
import { startTestEventStore, type TestEventStore } from '../support/event-store.js';
import { openTerm } from '../support/fixtures.js';
import { ADMIN, startApp, type RunningApp } from '../support/school.js';

const TRIES_MAX = 1_200;
const PAUSE_MILLISECONDS = 50;
/** Long enough for what is in flight to fail, too short for anybody to give up. */
const REFUSING_MILLISECONDS = 200;

interface Office {
  readonly app: RunningApp;
  readonly client: TestClient;
}

type Environment = Readonly<Record<string, string>>;

export class DisturbedSchool {
  termId = '';
  private asked = 0;
  /** Of the two processes those that serve now. */
  private offices: Office[] = [];

  /** The first takes five seconds, any other one about one. */
  readonly disturbances: Readonly<Record<string, () => Promise<void>>> = {
    'the process that projects stands still until another leads': () => this.hang(),
    'the process that projects is killed': () => this.killLeader(),
    'the event store is killed': () => this.restartEventStore(),
    'Postgres is killed': () => this.restartPostgres(),
    'connections to the event store are cut': () => Promise.resolve(this.wire.cut()),
    'the event store takes no connections': () => this.refuse(),
    'the leadership is lost': () => this.endConnections('bursar-leader'),
    'all connections to Postgres are ended': () => this.endConnections('%'),
  };

  private constructor(
    private readonly postgres: OutagePostgres,
    private readonly eventStore: TestEventStore,
    private readonly wire: CuttingProxy,
    private readonly dataDir: string,
    /** Of the application; it speaks to the event store over the wire that is cut. */
    private readonly environment: Environment,
  ) {}

  static async start(): Promise<DisturbedSchool> {
    const [postgres, eventStore] = await Promise.all([
      OutagePostgres.start(),
      startTestEventStore(),
    ]);
    const wire = await CuttingProxy.before(eventStore.connectionString);
    const dataDir = await mkdtemp(path.join(tmpdir(), 'bursar-disturbed-'));
    const school = new DisturbedSchool(postgres, eventStore, wire, dataDir, {
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: postgres.url,
      ESDB_URL: wire.connectionString,
      MASTER_KEY: randomBytes(32).toString('hex'),
      ADMIN_USERNAME: ADMIN.username,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'fatal',
    });
    // The first one makes the tables.
    const first = await school.open();
    await school.open();
    school.termId = await openTerm(first.client);
    return school;
  }

  /** For whoever looks at the stores without the wire. */
  get undisturbed(): Environment {
    return { ...this.environment, ESDB_URL: this.eventStore.connectionString };
  }

  /**
   * Sends a request, to one process or the other, until it has an answer: the same bytes each time.
   * @throws for an answer that only a bug gives.
   */
  async settled(send: (client: TestClient) => Promise<ApiAnswer>): Promise<ApiAnswer> {
    let last: ApiAnswer | undefined;
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const office = this.offices[(this.asked += 1) % this.offices.length];
      last = office && (await answerOf(send(office.client)));
      if (last !== undefined && last.status !== 503) break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
    if (last !== undefined && [200, 201, 409, 422].includes(last.status)) return last;
    throw new Error(`it was never settled: ${last?.status} ${JSON.stringify(last?.body)}`);
  }

  /** Both processes end in order; the stores stay. */
  async close(): Promise<void> {
    await Promise.all(this.offices.splice(0).map(({ app }) => app.stop()));
  }

  async stop(): Promise<void> {
    await this.close();
    await this.wire.close();
    await Promise.all([this.eventStore.stop(), this.postgres.stop()]);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private async open(): Promise<Office> {
    const app = await startApp(this.environment);
    const office = { app, client: new TestClient(app.url) };
    await office.client.logIn(ADMIN.username, ADMIN.password);
    this.offices.push(office);
    return office;
  }

  /** The other one takes over; then there are two again. */
  private async killLeader(): Promise<void> {
    const leader = await this.withoutLeader();
    await leader.app.kill9();
    await this.open();
  }

  /** It believes that it leads, with what it read of the log still before it. */
  private async hang(): Promise<void> {
    const leader = await this.withoutLeader();
    process.kill(leader.app.pid, 'SIGSTOP');
    try {
      await until('the other one leads', async () => (await this.leader()) !== undefined);
    } finally {
      process.kill(leader.app.pid, 'SIGCONT');
      this.offices.push(leader);
    }
  }

  /** The one that leads, which from now on is asked nothing. */
  private async withoutLeader(): Promise<Office> {
    let leader: Office | undefined;
    await until('somebody leads', async () => {
      leader = await this.leader();
      return leader !== undefined;
    });
    this.offices = this.offices.filter((office) => office !== leader);
    return present(leader, 'leader');
  }

  private async leader(): Promise<Office | undefined> {
    for (const office of this.offices) if (await leads(office)) return office;
    return undefined;
  }

  private async restartEventStore(): Promise<void> {
    await this.eventStore.kill9();
    await this.eventStore.restart();
  }

  private async restartPostgres(): Promise<void> {
    await this.postgres.kill9();
    await this.postgres.restart();
  }

  private async refuse(): Promise<void> {
    this.wire.refuse();
    await new Promise((resolve) => setTimeout(resolve, REFUSING_MILLISECONDS));
    this.wire.mend();
  }

  /** The server ends the connections whose name is like this, whatever they are doing. */
  private async endConnections(name: string): Promise<void> {
    const client = new pg.Client(this.postgres.url);
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name like $1 and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      [name],
    );
    await client.end();
  }
}

/** Undefined when a process died over it. */
async function answerOf(answer: Promise<ApiAnswer>): Promise<ApiAnswer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

async function leads({ client }: Office): Promise<boolean> {
  const metrics = await answerOf(client.get('/metrics'));
  return /^bursar_projection_leader 1$/m.test(text(metrics?.body));
}
