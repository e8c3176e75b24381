// kill -9 of each process while payments run at 16 in flight. Slow (three rounds of about ten
// seconds) because the processes and the disk are real: whatever was acknowledged is in the books
// once, and every key that got no answer settles to exactly one payment.
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSupervisor, type Supervisor } from '../../scripts/supervisor/supervisor.js';
import { list, TestClient, text } from '../support/api.js';
import { openTerm, registerStudent } from '../support/fixtures.js';
import { sendPayments, settleAll, type PaymentLoad } from '../support/payment-load.js';
import { ADMIN } from '../support/school.js';

const PAYMENTS = 150;
const STUDENTS = 8;
const READY_MILLISECONDS_MAX = 60_000;

describe('kill -9 under load', () => {
  let dataDir: string;
  let supervisor: Supervisor;
  let client: TestClient;
  let studentIds: string[];

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'bursar-kill-'));
    await chmod(dataDir, 0o711);
    supervisor = await startSupervisor({
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        PORT: '0',
        DATA_DIR: dataDir,
        ADMIN_USERNAME: ADMIN.username,
        ADMIN_PASSWORD: ADMIN.password,
        LOG_LEVEL: 'fatal',
      },
      say: () => undefined,
    });
    client = new TestClient(supervisor.instance.url);
    await client.logIn(ADMIN.username, ADMIN.password);
    await openTerm(client);
    studentIds = await Promise.all(
      Array.from({ length: STUDENTS }, (_, i) => registerStudent(client, `HS-${i + 1}`)),
    );
  });
  afterAll(async () => {
    await supervisor.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each(['app', 'eventStore', 'postgres'] as const)(
    'of the %s: acknowledged payments are there once, the others settle to one',
    async (victim) => {
      const load: PaymentLoad = {
        studentIds,
        payments: PAYMENTS,
        prefix: victim,
        disturb: {
          after: 40,
          async run() {
            const pid = supervisor.processes()[victim];
            expect(pid).toBeGreaterThan(0);
            process.kill(pid ?? 0, 'SIGKILL');
          },
        },
      };
      const before = await recordedPayments();
      const acknowledged = await sendPayments(client, load);
      expect(acknowledged.size).toBeGreaterThanOrEqual(40);
      await untilReady();
      const settled = await settleAll(client, load);
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

  async function untilReady(): Promise<void> {
    const deadline = Date.now() + READY_MILLISECONDS_MAX;
    while (Date.now() < deadline) {
      const answer = await fetch(`${client.baseUrl}/health/ready`).then(
        ({ status }) => status,
        () => 0,
      );
      if (answer === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('never ready again');
  }
});
