// Back-up and restore that are cut short: by kill -9 at any moment, by a full disk. Afterwards the
// same command does the whole work, and nobody took half of it for all.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { RUN_TYPESCRIPT } from '../../scripts/process/tools.js';
import { finishMove, hasBooks, pendingMove } from '../../scripts/stores/restored-books.js';
import { startStores } from '../../scripts/stores/start-stores.js';
import { emptyFolder, query } from './processes.js';
import { cli, killedAt, runShell } from './real-school.js';
import { backUp, DISPLAY_NAME, makeSmallBooks, restore } from './small-books.js';

/** Root needs no user namespace for it, and in one could not reach the files of the database. */
const OWN_MOUNTS = process.getuid?.() === 0 ? '-m' : '-rm';

const MOVE = { stage: 'restore.unfinished', aside: 'replaced-then', backup: 'a back-up' };

describe('a back-up or restore that is cut short', () => {
  let root: string;
  const at = (...names: string[]) => path.join(root, ...names);

  beforeAll(async () => {
    root = emptyFolder();
    const small = await makeSmallBooks(at('school'));
    await backUp(small, at('backup'));
    await small.stop();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function emptyDataDirectory(name: string): string {
    mkdirSync(at(name), { mode: 0o711 });
    cpSync(at('school', 'master.key'), at(name, 'master.key'));
    return at(name);
  }

  it('kill -9 of a back-up leaves no back-up', async () => {
    await killedAt(at('school'), ['backup', at('killed')], 'Copying the log');
    expect(existsSync(at('killed', 'manifest.json'))).toBe(false);
    const into = { dataDirectory: emptyDataDirectory('from-killed') };
    await expect(restore(at('killed'), into)).rejects.toMatchObject({ code: 'no_backup' });
  }, 120_000);

  it('kill -9 of a restore, three times at other places: no books until the fourth is done', async () => {
    const target = emptyDataDirectory('elsewhere');
    const command = ['restore', at('backup')];
    for (const moment of ['Restoring the log', 'Restoring users', 'Every hash of']) {
      await killedAt(target, command, moment);
      expect(hasBooks(target)).toBe(false);
    }
    const { code, output } = await cli(target, command);
    expect(output).toContain('Keys are there for all 1 subjects of sealed data');
    expect(output).toContain('The back-up is restored. Start the school: npm start');
    expect(code).toBe(0);
    expect(readdirSync(target).toSorted()).toEqual([
      'events',
      'instance.lock',
      'master.key',
      'postgres',
    ]);
  }, 240_000);

  it('the restored rows are those that were backed up, byte for byte; sessions have ended', async () => {
    const stores = await startStores({ dataDir: at('elsewhere'), durable: false });
    const users = await query(stores.databaseUrl, 'select display_name, roles from app.app_user');
    const sessions = await query(
      stores.databaseUrl,
      `select encode(token_hash, 'hex') as token, data::text as data, revoke_reason as reason,
         absolute_expires_at::text as expires from app.auth_session`,
    );
    await stores.stop();
    expect(users).toEqual([{ display_name: DISPLAY_NAME, roles: ['admin', 'bursar'] }]);
    const data = '{"big": 12345678901234567890}';
    const expires = '2036-01-01 00:00:00.123456+00';
    expect(sessions).toEqual([{ token: '00ff', data, reason: 'restored', expires }]);
  });

  it.each([
    ['before the first move', ['events', 'postgres'], []],
    ['between the two', ['postgres'], ['events']],
    ['after both', [], ['events', 'postgres']],
  ])('a kill %s is finished by whoever comes next', (_when, waiting, moved) => {
    const folder = emptyFolder();
    const write = (...names: string[]) => {
      const file = path.join(folder, ...names);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, String(names[0]));
    };
    mkdirSync(path.join(folder, MOVE.stage));
    for (const part of waiting) {
      write(MOVE.stage, part, 'file');
      write(part, 'file');
    }
    for (const part of moved) {
      write(part, 'file');
      write(MOVE.aside, part, 'file');
      writeFileSync(path.join(folder, part, 'file'), MOVE.stage);
      writeFileSync(path.join(folder, MOVE.aside, part, 'file'), part);
    }
    writeFileSync(path.join(folder, 'restore.json'), JSON.stringify(MOVE));

    finishMove(folder);

    const read = (...names: string[]) => readFileSync(path.join(folder, ...names), 'utf8');
    expect([read('events', 'file'), read('postgres', 'file')]).toEqual([MOVE.stage, MOVE.stage]);
    expect(read(MOVE.aside, 'events', 'file')).toBe('events');
    expect(read(MOVE.aside, 'postgres', 'file')).toBe('postgres');
    expect(existsSync(path.join(folder, MOVE.stage))).toBe(false);
    expect(pendingMove(folder)).toBeUndefined();
    rmSync(folder, { recursive: true });
  });

  it('a restore that was killed between its two moves is finished by the same command', async () => {
    const target = at('elsewhere');
    const { begunAt, log } = JSON.parse(readFileSync(at('backup', 'manifest.json'), 'utf8')) as {
      begunAt: string;
      log: { lastEventId: string };
    };
    mkdirSync(path.join(target, MOVE.stage));
    renameSync(path.join(target, 'postgres'), path.join(target, MOVE.stage, 'postgres'));
    const note = { ...MOVE, backup: `${begunAt} ${log.lastEventId}` };
    writeFileSync(path.join(target, 'restore.json'), JSON.stringify(note));

    const printed = await restore(at('backup'), { dataDirectory: target });

    expect(printed.slice(1)).toEqual(['The back-up is restored. Start the school: npm start']);
    expect(hasBooks(target)).toBe(true);
    const stores = await startStores({ dataDir: target, durable: false });
    const users = await query(stores.databaseUrl, 'select username from app.app_user');
    await stores.stop();
    expect(users).toEqual([{ username: 'ruth' }]);
  });

  it('replaced books are moved aside whole, and can be used again', async () => {
    const target = at('elsewhere');
    const printed = await restore(at('backup'), { dataDirectory: target, replace: true });
    const aside = readdirSync(target).find((name) => name.startsWith('replaced-')) ?? '';
    expect(printed).toContain(
      `The former books are in ${path.join(target, aside)}; nothing of them was deleted.`,
    );
    expect(hasBooks(path.join(target, aside))).toBe(true);
    expect(hasBooks(target)).toBe(true);
  }, 120_000);

  it('a full disk: exit code 3, a sentence, and nothing left on it', async () => {
    mkdirSync(at('small-disk'));
    // A mount of its own, which ends with the shell.
    const script = `
      mount -t tmpfs -o size=24k none ${at('small-disk')}
      status=0; "$@" || status=$?
      ls ${at('small-disk')} | sed 's/^/left: /'
      exit $status`;
    const command = [process.execPath, ...RUN_TYPESCRIPT, '--no-warnings', 'scripts/cli.ts'];
    const { code, output } = await runShell(
      ['unshare', OWN_MOUNTS, 'sh', '-c', script, 'sh', ...command, 'backup', at('small-disk')],
      at('school'),
    );
    expect(output).toMatch(/The disk of .*small-disk.* is full\. Make space, then try again\./);
    expect(output).not.toContain('left:');
    expect(code).toBe(3);
  }, 60_000);
});
