// The manual of operations, typed as it stands: looking at a school that runs, backing it up, copying
// its log, restoring it on another data directory.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Supervisor } from '../../scripts/supervisor/supervisor.js';
import { openTerm, registerStudent } from '../support/fixtures.js';
import { startTestEventStore, type TestEventStore } from '../support/event-store.js';
import { emptyFolder, query } from './processes.js';
import { runShell, signIn, startSchool } from './real-school.js';

const MANUAL = readFileSync('docs/operations.md', 'utf8');

/** The commands under a heading of the manual. */
function commandsUnder(heading: string): string {
  const section = MANUAL.slice(MANUAL.indexOf(`\n## ${heading}\n`));
  return /```bash manual\n(.*?)```/s.exec(section)?.[1] ?? 'exit 99';
}

describe('the manual of operations', () => {
  let root: string;
  let school: Supervisor;
  let target: TestEventStore;
  const at = (...names: string[]) => path.join(root, ...names);

  beforeAll(async () => {
    root = emptyFolder();
    target = await startTestEventStore();
    school = await startSchool(at('school'));
    const client = await signIn(school);
    await openTerm(client);
    const studentId = await registerStudent(client, 'HS-0412');
    const body = { amountMinor: 4000, method: 'cash' };
    await client.post(`/api/v1/students/${studentId}/payments`, body);
  }, 120_000);
  afterAll(async () => {
    await target.stop();
    await school.stop();
    rmSync(root, { recursive: true, force: true });
  });

  function type(commands: string): Promise<{ code: number; output: string }> {
    const typed = commands
      .replaceAll('http://127.0.0.1:3000', school.instance.url)
      .replaceAll('/var/backups/bursar/monday', at('backup'))
      .replaceAll('/media/safe', at('school'))
      .replaceAll('/srv/bursar/data', at('elsewhere'));
    return runShell(['bash', '-ec', typed], at('school'));
  }

  it('looks at health and metrics, and every metric that it tells of is there', async () => {
    const { code, output } = await type(commandsUnder('Is it well?'));
    expect(code).toBe(0);
    expect(output).toContain('"parts":["postgres","event-store","projections"]');
    const told = MANUAL.match(/`(bursar|http|session)[a-z]*_[a-z_]+`/g) ?? [];
    expect(told.length).toBeGreaterThan(6);
    expect(told.filter((name) => !output.includes(name.replaceAll('`', '')))).toEqual([]);
  });

  it('backs up, and restores on another data directory', async () => {
    const backup = await type(commandsUnder('Back up'));
    expect(backup.output).toContain(`Using the instance at ${school.instance.url}`);
    expect(backup.output).toContain(`The back-up is whole: ${at('backup')}`);
    expect(backup.code).toBe(0);

    const restore = await type(commandsUnder('Restore'));
    expect(restore.output).toContain('Verified totals, in minor units: chargedMinor 0');
    expect(restore.output).toContain('paidMinor 4000');
    expect(restore.output).toContain('The back-up is restored. Start the school: npm start');
    expect(restore.code).toBe(0);
  }, 120_000);

  it('copies the log to another server', async () => {
    const commands = commandsUnder('Copy the log to another server');
    const server = 'esdb://127.0.0.1:2113?tls=false';
    expect(commands).toContain(server);
    const { code, output } = await type(commands.replace(server, target.connectionString));
    expect(output).toMatch(/The target has the same \d+ events: every id, byte, place and hash\./);
    expect(code).toBe(0);
  }, 60_000);

  it('settles a database that was restored with tools of its own: nobody is signed in', async () => {
    const statements = /<<'SQL'\n(.*?)SQL\n/s.exec(MANUAL)?.[1] ?? '';
    await query(school.instance.databaseUrl, statements);
    const [row] = await query(
      school.instance.databaseUrl,
      `select (select count(*)::int from app.auth_session where revoked_at is null) as live,
         (select count(*)::int from app.process_checkpoint) as checkpoints,
         (select count(*)::int from app.read_model) as versions`,
    );
    expect(row).toMatchObject({ live: 0, versions: 0 });
  });
});
