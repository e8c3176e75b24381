// The README's curl tour and the commands of the operator, run as they stand: what a stranger types
// must work and say what it says.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadSampleSchool } from '../../samples/load.js';
import { startSupervisor, type Supervisor } from '../../scripts/supervisor/supervisor.js';

const run = promisify(execFile);

describe('the tour of the README', () => {
  let dataDir: string;
  let supervisor: Supervisor;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'bursar-tour-'));
    await chmod(dataDir, 0o711);
    supervisor = await startSupervisor({
      env: { PATH: process.env['PATH'], NODE_ENV: 'test', PORT: '0', DATA_DIR: dataDir },
      demo: true,
      say: () => undefined,
    });
    const { username = '', password = '' } = supervisor.logIn ?? {};
    const baseUrl = supervisor.instance.url;
    await loadSampleSchool({ baseUrl, username, password, say: () => undefined });
  });
  afterAll(async () => {
    await supervisor.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('shows Anert with 4000 of 12000, takes the missing 4000, and proves a balance of 0', async () => {
    const readme = await readFile('README.md', 'utf8');
    const tour = /```bash tour\n(.*?)```/s.exec(readme)?.[1] ?? '';
    const script = tour
      .replace('http://127.0.0.1:3000', supervisor.instance.url)
      .replaceAll('.data/demo', dataDir)
      .replaceAll('jar.txt', path.join(dataDir, 'jar.txt'))
      .replaceAll('headers.txt', path.join(dataDir, 'headers.txt'));
    const { stdout } = await run('bash', ['-ec', script], {
      env: { ...process.env, DATA_DIR: dataDir },
    });
    const anert = (paid: number, outstanding: number, status: string) =>
      `"chargedMinor":12000,"adjustedMinor":0,"paidMinor":${paid},` +
      `"outstandingMinor":${outstanding},"creditMinor":0,"paymentStatus":"${status}"`;
    expect(stdout).toContain(anert(8000, 4000, 'PARTIAL'));
    expect(stdout).toContain('"receiptNo":8,"receiptStatus":"issued"');
    expect(stdout).toContain(anert(12_000, 0, 'PAID'));
    expect(stdout).toContain('Balance after the last event: 0, PAID.');
  });

  it('is followed by the commands of the operations manual, beside the running instance', async () => {
    const manual = await readFile('docs/operations.md', 'utf8');
    const section = manual.slice(manual.indexOf('## The command line'));
    const commands = /```bash\n(.*?)```/s.exec(section)?.[1] ?? '';
    const script = commands.replace('<student>', 'HS-0412');
    const { stdout, stderr } = await run('bash', ['-ec', script], {
      env: { ...process.env, DATA_DIR: dataDir },
    });
    expect(stderr).toContain(`Using the instance at ${supervisor.instance.url}`);
    expect(stdout).toContain('Every hash was computed again and is the one that was stored.');
    expect(stdout).toContain('The read models are version 2 now');
  });
});
