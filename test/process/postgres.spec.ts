// The embedded Postgres as a process: where it may live, how it sorts, and what a crash leaves.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { startPostgres, type PostgresServer } from '../../scripts/postgres/cluster.js';
import { startThrowAwayPostgres } from '../../scripts/postgres/throw-away.js';
import { emptyFolder, isAlive, parentOf, query, until } from './processes.js';

describe('embedded Postgres', () => {
  let folder: string;
  let server: PostgresServer;
  const start = async ({ durable = false } = {}) => {
    server = await startPostgres({ folder, durable });
    return server.url('postgres');
  };

  beforeEach(() => {
    folder = emptyFolder();
  });

  afterEach(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('sorts accented names as letters, and is for this machine and its password alone', async () => {
    const url = await start({ durable: true });

    const names = await query(
      url,
      `SELECT string_agg(name, ' ' ORDER BY name) AS sorted, lower('ÉVA') AS lowered
         FROM (VALUES ('Zoe'), ('Éva'), ('Eva'), ('Adam'), ('eve')) AS t (name)`,
    );
    const settings = await query(
      url,
      `SELECT name, setting FROM pg_settings
        WHERE name IN ('listen_addresses', 'fsync', 'unix_socket_directories') ORDER BY name`,
    );
    const guessed = url.replace(/:[0-9a-f]{48}@/, ':guessed@');

    expect(names).toEqual([{ sorted: 'Adam Eva Éva eve Zoe', lowered: 'éva' }]);
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    await expect(new pg.Client(guessed).connect()).rejects.toThrow('password authentication');
    expect(statSync(path.join(folder, 'password')).mode & 0o777).toBe(0o600);
  });

  it('runs below a folder that is closed to others, and leaves the data there', async () => {
    chmodSync(folder, 0o700);

    const url = await start();

    expect(await query(url, 'SHOW data_directory')).toEqual([
      { data_directory: path.join(folder, 'data') },
    ]);
  });

  it('recovers from kill -9 of the server, with what was committed', async () => {
    await query(await start(), `CREATE TABLE kept AS SELECT 'paid' AS fact`);
    process.kill(server.pid, 'SIGKILL');
    await server.exited;

    const url = await start();

    expect(await query(url, 'SELECT fact FROM kept')).toEqual([{ fact: 'paid' }]);
  });

  it('stops a server whose keeper was killed before it starts the next one', async () => {
    await query(await start(), `CREATE TABLE kept AS SELECT 'paid' AS fact`);
    const former = server.pid;
    process.kill(parentOf(former), 'SIGKILL');
    await server.exited;
    expect(isAlive(former)).toBe(true);

    const url = await start();

    expect(isAlive(former)).toBe(false);
    expect(await query(url, 'SELECT fact FROM kept')).toEqual([{ fact: 'paid' }]);
  });

  it('leaves a process alone that has the number of a server that was killed', async () => {
    await start();
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    const stateFile = path.join(folder, 'data', 'postmaster.pid');
    const stale = readFileSync(stateFile, 'utf8').replace(/^\d+/, String(process.pid));
    writeFileSync(stateFile, stale);

    const url = await start();

    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('makes the database anew when the first attempt was cut short', async () => {
    mkdirSync(path.join(folder, 'data.unfinished'));
    writeFileSync(path.join(folder, 'data.unfinished', 'PG_VERSION'), '18');

    const url = await start();

    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(existsSync(path.join(folder, 'data.unfinished'))).toBe(false);
  });

  it('says what to do when the password of existing data is gone', async () => {
    await start();
    await server.stop();
    renameSync(path.join(folder, 'password'), path.join(folder, 'elsewhere'));

    await expect(start()).rejects.toMatchObject({ code: 'password_missing' });
  });
});

describe('a throw-away Postgres', () => {
  it('is gone with its folder once it has stopped', async () => {
    const server = await startThrowAwayPostgres();
    const [row] = await query(server.url('postgres'), 'SHOW data_directory');
    const folder = path.dirname(String(Object(row)['data_directory']));
    expect(existsSync(folder)).toBe(true);

    await server.stop();

    expect(existsSync(folder)).toBe(false);
    expect(isAlive(server.pid)).toBe(false);
  });

  it('ends when its keeper is told that the one who started it is gone', async () => {
    const server = await startThrowAwayPostgres();

    process.kill(parentOf(server.pid), 'SIGTERM');

    await until('the server has ended', () => !isAlive(server.pid));
    expect(await server.exited).toBe('exit code 0');
  });
});
