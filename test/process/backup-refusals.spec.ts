// What a back-up and a restore refuse, and that a refusal changes nothing: neither the folder that
// was named nor the books that are there.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { OwnStores } from '../../scripts/cli/own-stores.js';
import { lockDataDirectory } from '../../scripts/stores/data-directory.js';
import { emptyFolder } from './processes.js';
import { cli } from './real-school.js';
import { backUp, makeSmallBooks, restore, STUDENT, type SmallBooks } from './small-books.js';

describe('back-up and restore refuse', () => {
  let root: string;
  let small: SmallBooks;
  let target: string;
  const at = (...names: string[]) => path.join(root, ...names);

  beforeAll(async () => {
    root = emptyFolder();
    small = await makeSmallBooks(at('school'));
    await backUp(small, at('good'));
    await small.stop();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  beforeEach(() => {
    rmSync(at('bad'), { recursive: true, force: true });
    cpSync(at('good'), at('bad'), { recursive: true });
    target = at('elsewhere');
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { mode: 0o711 });
    cpSync(at('school', 'master.key'), path.join(target, 'master.key'));
  });

  /** The refusal; that it left the data directory without books is asserted. */
  async function refusal(given: NodeJS.ProcessEnv = {}): Promise<unknown> {
    const refused: unknown = await restore(at('bad'), { dataDirectory: target, given }).then(
      () => 'not refused',
      (error: unknown) => error,
    );
    const left = readdirSync(target).filter(
      (name) => !['master.key', 'instance.lock'].includes(name),
    );
    expect(left).toEqual([]);
    return refused;
  }

  /** Changes a file of the copy and what the manifest says of it, as no accident does. */
  function forge(name: string, change: (bytes: Buffer) => Buffer, manifestToo = true): void {
    const bytes = change(readFileSync(at('bad', name)));
    writeFileSync(at('bad', name), bytes);
    if (!manifestToo) return;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    editManifest((text) => {
      const manifest = JSON.parse(text) as { files: { path: string }[] };
      const files = manifest.files.map((file) =>
        file.path === name ? { path: name, bytes: bytes.length, sha256 } : file,
      );
      return JSON.stringify({ ...manifest, files });
    });
  }

  function editManifest(change: (text: string) => string): void {
    writeFileSync(
      at('bad', 'manifest.json'),
      change(readFileSync(at('bad', 'manifest.json'), 'utf8')),
    );
  }

  it('a folder that is not empty, and leaves it as it is', async () => {
    mkdirSync(at('full'));
    writeFileSync(at('full', 'letter.txt'), 'dear parents');
    await expect(backUp(small, at('full'))).rejects.toMatchObject({
      code: 'backup_folder_not_empty',
      message: expect.stringContaining('name one that is new or empty') as string,
    });
    expect(readdirSync(at('full'))).toEqual(['letter.txt']);
  });

  it('a back-up that was cut short: to restore it, and to write over it', async () => {
    rmSync(at('bad', 'manifest.json'));
    writeFileSync(at('bad', 'manifest.json.unfinished'), '');
    expect(await refusal()).toMatchObject({ kind: 'not_found', code: 'no_backup' });
    await expect(backUp(small, at('bad'))).rejects.toMatchObject({
      message: `${at('bad')} holds a back-up that was cut short and can't be used. Remove it (rm -r ${at('bad')}), or name another folder.`,
    });
  });

  it('a changed byte, naming the file', async () => {
    forge('app/subject_key.jsonl', flipped(40), false);
    expect(await refusal()).toMatchObject({
      code: 'backup_damaged',
      message: `${at('bad', 'app/subject_key.jsonl')} was changed: its hash is another one. Nothing was restored: use another copy of this back-up, or an older one.`,
    });
  });

  it('a file that is too short, and one that is missing', async () => {
    truncateSync(at('bad', 'log/events.db'), 8192);
    expect(await refusal()).toMatchObject({
      code: 'backup_damaged',
      message: expect.stringMatching(/events\.db has 8192 bytes and should have \d+/) as string,
    });
    rmSync(at('bad', 'log'), { recursive: true });
    expect(await refusal()).toMatchObject({
      message: expect.stringContaining('log/events.db is missing') as string,
    });
  });

  it('a manifest that is no manifest, of another format, of a newer release', async () => {
    editManifest((text) => text.slice(0, -20));
    expect(await refusal()).toMatchObject({ code: 'backup_damaged' });
    cpSync(at('good', 'manifest.json'), at('bad', 'manifest.json'));
    editManifest((text) => text.replace('"format": 1', '"format": 2'));
    expect(await refusal()).toMatchObject({ kind: 'invalid', code: 'backup_of_other_release' });
    cpSync(at('good', 'manifest.json'), at('bad', 'manifest.json'));
    editManifest((text) => text.replace('"0001-app-schema"', '"0001-app-schema", "9999-later"'));
    expect(await refusal()).toMatchObject({
      code: 'backup_of_newer_release',
      message: expect.stringContaining('9999-later') as string,
    });
  });

  it('a damaged record of the log, although every hash of a file is right', async () => {
    const bytes = readFileSync(at('bad', 'log/events.db'));
    forge('log/events.db', flipped(bytes.indexOf('"recordedAt":"') + 20));
    expect(await refusal()).toMatchObject({
      code: 'log_damaged',
      message: expect.stringMatching(/the record at position \d+ is damaged/) as string,
    });
  });

  it('keys that do not open the whole log, naming whose is missing', async () => {
    forge('app/subject_key.jsonl', () => Buffer.alloc(0));
    editManifest((text) => {
      const manifest = JSON.parse(text) as { app: { tables: { name: string; rows: number }[] } };
      for (const table of manifest.app.tables) if (table.name === 'subject_key') table.rows = 0;
      return JSON.stringify(manifest);
    });
    expect(await refusal()).toMatchObject({
      code: 'backup_damaged',
      message: expect.stringContaining(`The key of ${STUDENT} is not in the back-up`) as string,
    });
  });

  it('to draw a master key, and to use another one', async () => {
    rmSync(path.join(target, 'master.key'));
    expect(await refusal()).toMatchObject({ kind: 'invalid', code: 'master_key_missing' });
    const MASTER_KEY = 'ab'.repeat(32);
    expect(await refusal({ MASTER_KEY })).toMatchObject({ code: 'other_master_key' });
  });

  it('a data directory that is in use, and one that has books', async () => {
    const lock = lockDataDirectory(target);
    expect(await refusal()).toMatchObject({ code: 'data_directory_in_use' });
    lock.release();
    const here = { dataDirectory: at('school') };
    await expect(restore(at('good'), here)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'books_exist',
    });
    expect(existsSync(at('school', 'events', 'events.db'))).toBe(true);
  });

  it('stores that are not embedded, naming their own tools', async () => {
    const given = { DATABASE_URL: 'postgres://elsewhere/books' };
    expect(await refusal(given)).toMatchObject({
      kind: 'invalid',
      code: 'external_stores',
      message: expect.stringContaining('their own tools') as string,
    });
    const own = new OwnStores(at('school'), {});
    const elsewhere = { DATABASE_URL: 'postgres://bursar:other@127.0.0.1:1/bursar' };
    expect(() => own.assertEmbedded(elsewhere)).toThrow('their own tools');
    expect(() => own.assertEmbedded(small.env)).not.toThrow();
  });
});

describe('the exit code', () => {
  let root: string;

  beforeAll(() => (root = emptyFolder()));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is 2 for a wrong request, and nothing is started for it', async () => {
    const env = { DATABASE_URL: 'postgres://elsewhere/books', ESDB_URL: 'esdb://elsewhere' };
    const backup = await cli(root, ['backup', path.join(root, 'backup')], env);
    expect(backup.output).toContain('docs/operations.md says how');
    expect(backup.code).toBe(2);
    expect(readdirSync(root)).toEqual([]);
  });

  it('is 1 for a finding: a back-up that is damaged', async () => {
    writeFileSync(path.join(root, 'manifest.json'), '{}');
    const { code, output } = await cli(path.join(root, 'data'), ['restore', root]);
    expect(output).toContain('manifest.json is not what a back-up writes. Nothing was restored');
    expect(code).toBe(1);
  });
});

function flipped(place: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt8(copy.readUInt8(place) ^ 1, place);
    return copy;
  };
}
