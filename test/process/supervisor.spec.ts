// One command, as processes: what it refuses, what it keeps running, what it leaves when it is killed.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { isPortBusy } from '../../scripts/process/free-port.js';
import { runningProcesses } from '../../scripts/process/running-processes.js';
import { RUN_TYPESCRIPT, runNode } from '../../scripts/process/tools.js';
import { serverState } from '../../scripts/postgres/leftovers.js';
import { emptyFolder, isAlive, parentOf, query, until } from './processes.js';
import {
  askApp,
  childrenEnd,
  interrupt,
  startInstance,
  type SupervisedInstance,
} from './supervised-instance.js';

describe('one command', () => {
  let home: string;
  let dataDirectory: string;
  let instance: SupervisedInstance | undefined;

  beforeEach(() => {
    home = emptyFolder();
    dataDirectory = path.join(home, 'school');
  });

  afterEach(async () => {
    if (instance !== undefined) await interrupt(instance);
    instance = undefined;
    rmSync(home, { recursive: true, force: true });
  });

  describe('refuses', () => {
    it('a configuration with mistakes, names each of them, and starts nothing', async () => {
      const { code, output } = await npmStart({ PORT: '99999', SCHOOL_CURRENCY: 'Taler' });

      expect(code).toBe(1);
      expect(output).toContain('PORT:');
      expect(output).toContain('SCHOOL_CURRENCY:');
      expect(existsSync(dataDirectory)).toBe(false);
    });

    it('a master key, a folder and an address that it can not use, in a sentence each', async () => {
      const file = path.join(home, 'file');
      writeFileSync(file, 'neither a key nor a folder');

      const noKey = await npmStart({ MASTER_KEY_FILE: path.join(home, 'none') });
      const badKey = await npmStart({ MASTER_KEY_FILE: file });
      const noFolder = await npmStart({ DATA_DIR: path.join(file, 'school') });
      const noAddress = await npmStart({ HOST: '192.0.2.1', PUBLIC_URL: 'https://a.example' });

      expect(noKey.output).toContain(`MASTER_KEY_FILE can't be read: ENOENT`);
      expect(badKey.output).toContain(`MASTER_KEY_FILE ${file} is bad: 64 hex digits are needed`);
      expect(noFolder.output).toContain(`The data directory ${file}/school can't be used: ENOTDIR`);
      expect(noAddress.output).toContain(`HOST and PORT can't be used: listen EADDRNOTAVAIL`);
      for (const { code, output } of [noKey, badKey, noFolder, noAddress]) {
        expect(code).toBe(1);
        expect(output).not.toContain('    at ');
      }
    });

    it('a port that another program uses, by its number, and keeps nothing running', async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const address = other.address();
      const port = String(typeof address === 'object' ? address?.port : address);

      const { code, output } = await npmStart({ PORT: port });
      other.close();

      expect(code).toBe(1);
      expect(output).toContain(`Port ${port} of 127.0.0.1 is in use`);
      expect(existsSync(path.join(dataDirectory, 'postgres'))).toBe(false);
    });

    it('a data directory that is in use, and names who uses it', async () => {
      instance = await startInstance(dataDirectory);

      const { code, output } = await npmStart({ PORT: '0' });

      expect(code).toBe(1);
      expect(output).toContain(
        `in use by process ${instance.pid} (${instance.ready.instance.url})`,
      );
      expect((await askApp(instance)).pid).toBe(instance.ready.processes.app);
    });
  });

  describe('keeps', () => {
    it('each secret in a file that only its owner reads, and draws it once', async () => {
      instance = await startInstance(dataDirectory, { args: ['--demo'] });
      const first = await askApp(instance);
      const { logIn } = instance.ready;
      await interrupt(instance);

      instance = await startInstance(dataDirectory, { args: ['--demo'] });

      const key = path.join(dataDirectory, 'master.key');
      expect(first.settings['MASTER_KEY_FILE']).toBe(key);
      expect(readFileSync(key, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
      expect(statSync(key).mode & 0o777).toBe(0o600);
      expect(statSync(path.join(dataDirectory, 'demo-admin')).mode & 0o777).toBe(0o600);
      expect(instance.ready.logIn).toEqual(logIn);
      expect((await askApp(instance)).settings['ADMIN_PASSWORD']).toBe(logIn?.password);
    });

    it('a store running that is killed: same port, same facts', async () => {
      instance = await startInstance(dataDirectory);
      const { processes, instance: urls } = instance.ready;
      await query(urls.databaseUrl, `CREATE TABLE kept AS SELECT 'paid' AS fact`);

      process.kill(processes.postgres, 'SIGKILL');
      process.kill(processes.eventStore, 'SIGKILL');

      await until('Postgres answers again', async () => {
        const state = serverState(path.join(dataDirectory, 'postgres', 'data'));
        return state?.ready === true && state.pid !== processes.postgres;
      });
      expect(await query(urls.databaseUrl, 'SELECT fact FROM kept')).toEqual([{ fact: 'paid' }]);
      await until('another event store runs', () => {
        const pids = eventStoresOf(dataDirectory);
        return pids.length === 1 && pids[0] !== processes.eventStore;
      });
      const port = Number(new URL(urls.eventStoreUrl.replace('esdb:', 'http:')).port);
      await until('it listens on the same port', () => isPortBusy(port, '127.0.0.1'));
    });

    it('the app running when it is killed, at the same address', async () => {
      const running = await startInstance(dataDirectory);
      instance = running;
      const killed = running.ready.processes.app;

      process.kill(killed, 'SIGKILL');

      await until('another app serves at the address', async () => {
        const pid = await appAt(running.ready.instance.url);
        return pid !== undefined && pid !== killed;
      });
      expect(isAlive(killed)).toBe(false);
    });
  });

  describe('ends', () => {
    it('everything at Ctrl-C, also when it is pressed twice', async () => {
      const stopped = await startInstance(dataDirectory);
      expect(existsSync(path.join(dataDirectory, 'instance.json'))).toBe(true);

      stopped.kill('SIGINT');
      stopped.kill('SIGINT');

      expect(await stopped.exited).toBe('exit code 0');
      for (const pid of Object.values(stopped.ready.processes)) expect(isAlive(pid)).toBe(false);
      expect(existsSync(path.join(dataDirectory, 'instance.json'))).toBe(false);
    });

    it('before the next one starts, which waits for it', async () => {
      const stopping = await startInstance(dataDirectory);

      stopping.kill('SIGINT');
      await until('it takes leave', () => !existsSync(path.join(dataDirectory, 'instance.json')));
      instance = await startInstance(dataDirectory);

      expect(await stopping.exited).toBe('exit code 0');
      expect((await askApp(instance)).pid).toBe(instance.ready.processes.app);
    });

    it('with all its children when it is killed, and the next start finds the facts', async () => {
      const killed = await startInstance(dataDirectory);
      await query(killed.ready.instance.databaseUrl, `CREATE TABLE kept AS SELECT 'paid' AS fact`);

      killed.kill('SIGKILL');
      await killed.exited;
      instance = await startInstance(dataDirectory);

      await childrenEnd(killed);
      const { databaseUrl } = instance.ready.instance;
      expect(await query(databaseUrl, 'SELECT fact FROM kept')).toEqual([{ fact: 'paid' }]);
    });

    it('for the next start to mend, when every process is killed at once', async () => {
      const killed = await startInstance(dataDirectory);
      const { processes } = killed.ready;
      const keeper = parentOf(processes.postgres);

      for (const pid of [killed.pid, keeper, ...Object.values(processes)]) {
        process.kill(pid, 'SIGKILL');
      }
      await killed.exited;
      instance = await startInstance(dataDirectory);

      expect((await askApp(instance)).settings['DATA_DIR']).toBe(dataDirectory);
    });
  });

  function npmStart(env: NodeJS.ProcessEnv) {
    return runNode([...RUN_TYPESCRIPT, 'scripts/start.ts'], {
      env: { PATH: process.env['PATH'], DATA_DIR: dataDirectory, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
});

/** Process id of the stand-in app at the address; `undefined` while nobody answers there. */
async function appAt(url: string): Promise<number | undefined> {
  try {
    const response = await fetch(url);
    return z.object({ pid: z.number() }).parse(await response.json()).pid;
  } catch (error) {
    if (error instanceof TypeError && error.message === 'fetch failed') return undefined;
    throw error;
  }
}

function eventStoresOf(dataDirectory: string): number[] {
  return runningProcesses()
    .filter(({ command }) => command.includes(`\0--data\0${dataDirectory}/events\0`))
    .map(({ pid }) => pid);
}
