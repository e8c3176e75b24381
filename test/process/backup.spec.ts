// A back-up that is taken while payments are recorded, restored on an empty data directory, as on
// another machine: the books are sound, and nothing that was acknowledged before it is missing.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Supervisor } from '../../scripts/supervisor/supervisor.js';
import { text, type TestClient } from '../support/api.js';
import { chargeTuition, openTerm, registerStudent } from '../support/fixtures.js';
import { emptyFolder, until } from './processes.js';
import { cli, cookieOf, modeOf, signIn, startSchool } from './real-school.js';
import { readBooks, type BooksOfLog } from './restored-books.js';

const STUDENTS = 6;
const PAYMENTS_BEFORE = 40;

describe('a back-up under load, restored elsewhere', () => {
  let root: string;
  let school: Supervisor;
  let restored: Supervisor;
  let client: TestClient;
  let studentIds: string[];
  let cookie: string;
  const before: string[] = [];
  let backup: { code: number; output: string };
  let restore: { code: number; output: string };
  let books: BooksOfLog;
  const at = (...names: string[]) => path.join(root, ...names);

  beforeAll(async () => {
    root = emptyFolder();
    school = await startSchool(at('school'));
    client = await signIn(school);
    const termId = await openTerm(client);
    studentIds = [];
    for (let n = 1; n <= STUDENTS; n += 1) {
      const studentId = await registerStudent(client, `HS-${n}`);
      await chargeTuition(client, { studentId, termId });
      studentIds.push(studentId);
    }
    cookie = await cookieOf(school);
    await backUpUnderLoad();
    mkdirSync(at('elsewhere'), { mode: 0o711 });
    copyFileSync(at('school', 'master.key'), at('elsewhere', 'master.key'));
    restore = await cli(at('elsewhere'), ['restore', at('backup')]);
    if (restore.code !== 0) throw new Error(restore.output);
    restored = await startSchool(at('elsewhere'));
    books = await readBooks(restored.instance.eventStoreUrl);
  }, 180_000);

  afterAll(async () => {
    await school.stop();
    await restored.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it('says how much it copied, and that the master key is not in it', () => {
    expect(backup.output).toMatch(/The log: \d+ events, \d+ bytes, each record read again/);
    expect(backup.output).toMatch(/The back-up is whole: .*\/backup, \d+ files, through event \d+/);
    expect(backup.output).toContain('The master key is not in it.');
    expect(backup.code).toBe(0);
  });

  it('is for its owner alone, and keeps log and keys in folders of their own', () => {
    const modes = ['.', 'log', 'app', 'log/events.db', 'app/subject_key.jsonl', 'manifest.json'];
    expect(modes.map((name) => modeOf(at('backup'), name))).toEqual([
      '700',
      '700',
      '700',
      '600',
      '600',
      '600',
    ]);
  });

  it('holds no read models, no checkpoint, and no name in plain text', () => {
    const manifest = readFileSync(at('backup', 'manifest.json'), 'utf8');
    expect(manifest).toContain('"app/subject_key.jsonl"');
    expect(manifest).not.toMatch(/rm_\d|read_model|process_checkpoint/);
    for (const file of ['log/events.db', 'app/subject_key.jsonl', 'app/auth_audit.jsonl']) {
      expect(readFileSync(at('backup', file)).includes('Moyo')).toBe(false);
    }
  });

  it('has every payment that was acknowledged before it began', () => {
    expect(before).toHaveLength(PAYMENTS_BEFORE);
    expect(before.filter((id) => !books.paymentIds.includes(id))).toEqual([]);
  });

  it('was taken in the middle: payments came after it', async () => {
    const all = await readBooks(school.instance.eventStoreUrl);
    expect(books.paymentIds.length).toBeLessThan(all.paymentIds.length);
  });

  it('gives accounts whose invariants hold, each payment once', () => {
    expect(books.accounts.size).toBe(STUDENTS);
    expect(new Set(books.paymentIds).size).toBe(books.paymentIds.length);
  });

  it('numbers receipts from 1 without a gap, and finishes those that were under way', async () => {
    await until('a receipt for every payment', async () => {
      books = await readBooks(restored.instance.eventStoreUrl);
      return books.receiptNumbers.length === books.paymentIds.length;
    });
    const expected = books.paymentIds.map((_, n) => n + 1);
    expect(books.receiptNumbers).toEqual(expected);
  });

  it('has the same log up to the restore, then the fact that it was restored', async () => {
    const original = await readBooks(school.instance.eventStoreUrl);
    const index = books.events.findIndex(({ type }) => type === 'LogRestored');
    const ids = (events: BooksOfLog['events']) => events.slice(0, index).map(({ id }) => id);
    expect(ids(books.events)).toEqual(ids(original.events));
    const { stream, data, metadata } = books.events[index] ?? {};
    expect(stream).toBe('operations-main');
    expect(data).toMatchObject({ throughIndex: String(index), reasonCode: 'backup_restored' });
    expect(metadata?.principal).toBe('system:operations');
  });

  it('shows the names again, so the keys came along', async () => {
    const there = await signIn(restored);
    const { body } = await there.get(`/api/v1/students/${studentIds[0]}`);
    expect(text(body['familyName'])).toBe('Moyo HS-1');
  });

  it('signs nobody in: a session from before the back-up is dead there, and lives on here', async () => {
    const statusAt = async ({ instance }: Supervisor) =>
      (await fetch(`${instance.url}/api/v1/session`, { headers: { cookie } })).status;
    expect(await statusAt(school)).toBe(200);
    expect(await statusAt(restored)).toBe(401);
  });

  it('takes payments again', async () => {
    const there = await signIn(restored);
    const body = { amountMinor: 100, method: 'cash' };
    const answer = await there.post(`/api/v1/students/${studentIds[0]}/payments`, body);
    expect(answer.status).toBe(201);
  });

  /** Eight tills that never rest until the back-up is there. */
  async function backUpUnderLoad(): Promise<void> {
    for (let n = 0; n < PAYMENTS_BEFORE; n += 1) before.push(await pay(n));
    let isRunning = true;
    const till = async (): Promise<void> => {
      for (let n = 0; isRunning; n += 1) await pay(n);
    };
    const tills = Promise.all(Array.from({ length: 8 }, till));
    backup = await cli(at('school'), ['backup', at('backup')]);
    isRunning = false;
    await tills;
  }

  async function pay(n: number): Promise<string> {
    const body = { amountMinor: 100, method: 'cash' };
    const place = `/api/v1/students/${studentIds[n % STUDENTS]}/payments`;
    const answer = await client.post(place, body);
    if (answer.status !== 201) throw new Error(`a payment got ${answer.status}`);
    return text(answer.body['payment']?.['id']);
  }
});
