// A school whose application is killed again and again, on stores that live on: one event store and
// one database for all cases. Each life of the application has its clock further ahead, so that what
// a dead one left behind is old enough for whoever finds it.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEventStore, type EventStore, type StoredEvent } from '../../src/eventstore/index.js';
import { TestClient, text } from '../support/api.js';
import { openTerm } from '../support/fixtures.js';
import { ADMIN } from '../support/school.js';
import { startTestStores, type TestStores } from '../support/stores.js';
import { startAppProcess, type AppProcess } from './app-process.js';
import { AppendRelay } from './append-relay.js';
import type { CutAppends } from './cut-appends.js';
import type { Case, OpenSchool } from './process-under-test.js';

/** Nobody waits longer for somebody who may be dead, or for a command that may be under way. */
const LIFE_MILLISECONDS = 16_000;
const PAGE_EVENTS = 10_000;

export class CrashSchool {
  private ahead = 0;
  private app: AppProcess | undefined;
  private open: OpenSchool | undefined;
  private termId = '';
  private readonly read: StoredEvent[] = [];
  /** Requests that a kill left without an answer. */
  private readonly unanswered: Promise<unknown>[] = [];

  private constructor(
    private readonly stores: TestStores,
    readonly relay: AppendRelay,
    private readonly log: EventStore,
    private readonly dataDir: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<CrashSchool> {
    const stores = await startTestStores();
    const relay = await AppendRelay.before(stores.eventStoreUrl);
    const dataDir = await mkdtemp(path.join(tmpdir(), 'bursar-crash-'));
    const log = createEventStore({ connectionString: stores.eventStoreUrl });
    return new CrashSchool(stores, relay, log, dataDir, {
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: stores.databaseUrl,
      ESDB_URL: relay.connectionString,
      MASTER_KEY: randomBytes(32).toString('hex'),
      ADMIN_USERNAME: ADMIN.username,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'warn',
    });
  }

  /** A new life of the application, not yet serving. */
  begin(aheadMilliseconds = LIFE_MILLISECONDS): AppProcess {
    this.ahead += aheadMilliseconds;
    this.app = startAppProcess(this.environment, this.ahead);
    return this.app;
  }

  /** A new life that serves, with the administrator signed in and a term open. */
  async live(aheadMilliseconds?: number): Promise<OpenSchool> {
    const client = new TestClient(await this.begin(aheadMilliseconds).serving);
    const { status, body } = await client.logIn(ADMIN.username, ADMIN.password);
    if (status !== 201) throw new Error(`log-in answered ${status}: ${JSON.stringify(body)}`);
    if (this.termId === '') this.termId = await openTerm(client);
    const { relay, termId } = this;
    this.open = {
      client,
      relay,
      termId,
      principal: `user:${text(body['user']?.['id'])}`,
      begin: async (request) => void (await this.cut(request, { after: 1, heard: false })),
    };
    return this.open;
  }

  /** Asks, and comes back when the process is cut after that append. */
  async cut(one: Case, { after, heard }: { after: number; heard: boolean }): Promise<CutAppends> {
    const school = this.serving();
    const cut = this.watch(one, { after, heard });
    this.unanswered.push(one.ask(school.client).catch(lostWithTheApp));
    await cut.reached;
    return cut;
  }

  /** Looks on what the process appends. */
  watch(one: Case, cut: { after: number; heard: boolean }): CutAppends {
    const school = this.serving();
    const { meanwhile } = one;
    return this.relay.watch({
      ...cut,
      marks: one.marks,
      ...(meanwhile && {
        meanwhile: { after: meanwhile.after, run: () => meanwhile.run(school) },
      }),
    });
  }

  /** The end of a life, and of everything that was cut in it. */
  async kill9(): Promise<void> {
    await this.app?.kill9();
    await Promise.all(this.unanswered.splice(0));
    this.relay.forget();
  }

  /** A life that ends in order, and another one. */
  async restart(): Promise<void> {
    await this.app?.stop();
    await this.live();
  }

  /** All facts of a case, in the order of the log. */
  async factsOf({ subjects }: Case): Promise<StoredEvent[]> {
    const events = await this.everything();
    return events.filter(({ stream, data }) => {
      const said = `${stream}\n${JSON.stringify(data)}`;
      return subjects.some((subject) => said.includes(subject));
    });
  }

  /** The whole log, in order; what was read before is not read again. */
  async everything(): Promise<readonly StoredEvent[]> {
    const last = this.read.at(-1);
    const from = last === undefined ? {} : { from: last.position };
    const page = await this.log.readAll({ ...from, count: PAGE_EVENTS });
    this.read.push(...page.filter(({ id }) => id !== last?.id));
    return page.length < PAGE_EVENTS ? this.read : this.everything();
  }

  async stop(): Promise<void> {
    await this.app?.stop();
    await this.log.close();
    this.relay.close();
    await this.stores.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** The life that serves now. */
  serving(): OpenSchool {
    if (this.open === undefined) throw new Error('nobody serves');
    return this.open;
  }
}

/** No answer is what a kill gives. */
function lostWithTheApp(error: unknown): void {
  if (!(error instanceof TypeError)) throw error;
}
