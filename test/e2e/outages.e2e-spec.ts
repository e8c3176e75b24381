// A disk that is full, stores that stand still or are gone, in the middle of payments at 16 in flight: every
// refusal is a 503 that says when to come back, readiness names the part that fails, and all goes on
// by itself. Nothing acknowledged is lost, nothing is there twice.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { until } from '../process/processes.js';
import { type ApiAnswer, list, TestClient, text } from '../support/api.js';
import { openTerm, registerStudent } from '../support/fixtures.js';
import { sendPayments, settleAll, type PaymentLoad } from '../support/payment-load.js';
import { ADMIN, startApp, type RunningApp } from '../support/school.js';
import { EventStoreOnSmallDisk, OutagePostgres } from './outage-stores.js';

const STUDENTS = 8;
const PAYMENTS = 150;
/** Longer than anybody waits for an answer before saying that none came. */
const LONG_MILLISECONDS = 8_000;
const SHORT_MILLISECONDS = 2_000;

/** Remembers what was answered with a 5xx. */
class WatchedClient extends TestClient {
  readonly failures: ApiAnswer[] = [];

  override async send(...request: Parameters<TestClient['send']>): Promise<ApiAnswer> {
    const answer = await super.send(...request);
    if (answer.status >= 500) this.failures.push(answer);
    return answer;
  }
}

interface Outage {
  readonly name: string;
  readonly failing: string;
  /** What a payment may be told meanwhile. */
  readonly codes: readonly string[];
  /** For so long, from when readiness names it. */
  readonly lastsMilliseconds: number;
  begin(): void | Promise<void>;
  end(): void | Promise<void>;
}

describe('an outage in the middle of load', () => {
  let events: EventStoreOnSmallDisk;
  let postgres: OutagePostgres;
  let app: RunningApp;
  let client: WatchedClient;
  let dataDir: string;
  let studentIds: string[];

  beforeAll(async () => {
    [events, postgres] = await Promise.all([EventStoreOnSmallDisk.start(), OutagePostgres.start()]);
    dataDir = await mkdtemp(path.join(tmpdir(), 'bursar-outages-'));
    app = await startApp({
      NODE_ENV: 'test',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: postgres.url,
      ESDB_URL: events.url,
      MASTER_KEY: randomBytes(32).toString('hex'),
      ADMIN_USERNAME: ADMIN.username,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'fatal',
    });
    client = new WatchedClient(app.url);
    await client.logIn(ADMIN.username, ADMIN.password);
    await openTerm(client);
    studentIds = await Promise.all(
      Array.from({ length: STUDENTS }, (_, i) => registerStudent(client, `HS-${i + 1}`)),
    );
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await Promise.all([events.stop(), postgres.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  });

  const OUTAGES: readonly Outage[] = [
    {
      name: 'a full disk under the event store',
      failing: 'event-store',
      codes: ['store_full', 'busy'],
      lastsMilliseconds: SHORT_MILLISECONDS,
      begin: () => events.fillUp(),
      end: () => events.makeSpace(),
    },
    {
      name: 'an event store that stands still',
      failing: 'event-store',
      codes: ['outcome_unknown', 'store_unavailable', 'busy'],
      lastsMilliseconds: LONG_MILLISECONDS,
      begin: () => events.hang(),
      end: () => events.goOn(),
    },
    {
      name: 'an event store that is gone',
      failing: 'event-store',
      codes: ['outcome_unknown', 'store_unavailable', 'busy'],
      lastsMilliseconds: LONG_MILLISECONDS,
      begin: () => events.kill9(),
      end: () => events.restart(),
    },
    {
      name: 'a Postgres that stands still',
      failing: 'postgres',
      codes: ['store_unavailable', 'busy'],
      lastsMilliseconds: LONG_MILLISECONDS,
      begin: () => postgres.hang(),
      end: () => postgres.goOn(),
    },
    {
      name: 'a Postgres that is gone',
      failing: 'postgres',
      codes: ['store_unavailable', 'busy'],
      lastsMilliseconds: SHORT_MILLISECONDS,
      begin: () => postgres.kill9(),
      end: () => postgres.restart(),
    },
  ];

  it.each(OUTAGES)(
    '$name: 503 until it is over, and nothing is lost',
    async (outage) => {
      const { name, failing, codes, lastsMilliseconds } = outage;
      let named: unknown;
      const load: PaymentLoad = {
        studentIds,
        payments: PAYMENTS,
        prefix: name.replaceAll(' ', '-'),
        disturb: {
          after: 40,
          async run() {
            await outage.begin();
            await until(`${failing} is named`, async () => {
              const ready = await new TestClient(app.url).get('/health/ready');
              named = ready.body['failing'];
              return ready.status === 503;
            });
            await new Promise((resolve) => setTimeout(resolve, lastsMilliseconds));
            await outage.end();
          },
        },
      };
      const before = await recordedPayments();
      client.failures.length = 0;
      const acknowledged = await sendPayments(client, load);
      const failures = client.failures.splice(0);
      await until('it is ready again', async () => {
        return (await client.get('/health/ready')).status === 200;
      });
      const settled = await settleAll(client, load);

      expect(named).toEqual([failing]);
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.filter((answer) => !isClear(answer, codes))).toEqual([]);
      for (const [key, paymentId] of acknowledged) expect(settled.get(key)).toBe(paymentId);
      const added = (await recordedPayments()).filter((id) => !before.includes(id));
      expect(added.toSorted()).toEqual([...settled.values()].toSorted());
    },
    120_000,
  );

  /** Ids of all payments in the log, one per event: a payment recorded twice would stand twice. */
  async function recordedPayments(): Promise<string[]> {
    const replays = await Promise.all(
      studentIds.map((id) => client.get(`/api/v1/students/${id}/replay`)),
    );
    return replays.flatMap(({ body }) =>
      list(body['frames'])
        .map((frame) => frame['event'])
        .filter((event) => text(event?.['type']) === 'PaymentRecorded')
        .map((event) => text(event?.['data']?.['paymentId'])),
    );
  }
});

function isClear({ status, headers, body }: ApiAnswer, codes: readonly string[]): boolean {
  const retryAfterSeconds = Number(headers.get('retry-after'));
  return status === 503 && retryAfterSeconds > 0 && codes.includes(text(body['code']));
}
