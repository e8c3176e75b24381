// A school of its own for one suite: the real application as a process on a database and an event
// store of its own, with the admin signed in.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { TestClient } from './api.js';
import { startTestEventStore, type TestEventStore } from './event-store.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';

export const ADMIN = { username: 'admin', password: 'correct horse battery' } as const;

export interface RunningApp {
  readonly url: string;
  readonly pid: number;
  /** Everything the application logged, for a test that fails. */
  log(): string;
  kill9(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestSchool {
  readonly database: TestDatabase;
  readonly eventStore: TestEventStore;
  readonly environment: Readonly<Record<string, string>>;
  app: RunningApp;
  /** A client with the admin signed in. */
  client(): Promise<TestClient>;
  stop(): Promise<void>;
}

/** Stores and application, ready to serve. `environment` overrides settings of the application. */
export async function startTestSchool(
  environment: Readonly<Record<string, string>> = {},
): Promise<TestSchool> {
  const [database, eventStore] = await Promise.all([createTestDatabase(), startTestEventStore()]);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bursar-school-'));
  const settings = {
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    ESDB_URL: eventStore.connectionString,
    MASTER_KEY: randomBytes(32).toString('hex'),
    ADMIN_USERNAME: ADMIN.username,
    ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'warn',
    ...environment,
  };
  const school: TestSchool = {
    database,
    eventStore,
    environment: settings,
    app: await startApp(settings),
    async client() {
      const client = new TestClient(school.app.url);
      const { status, body } = await client.logIn(ADMIN.username, ADMIN.password);
      if (status !== 201) throw new Error(`log-in answered ${status}: ${JSON.stringify(body)}`);
      return client;
    },
    async stop() {
      await school.app.stop();
      await Promise.all([eventStore.stop(), database.drop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return school;
}

/** Starts the application on stores that run already; resolves when it serves. */
export async function startApp(environment: Readonly<Record<string, string>>): Promise<RunningApp> {
  const child = spawn(
    process.execPath,
    ['--import', './scripts/typescript-loader.mjs', 'src/main.ts', '--exit-with-stdin'],
    { env: { PATH: process.env['PATH'], ...environment }, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await readyUrl(child, () => log);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  return {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    kill9: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

function readyUrl(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the application has no output');
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('exit', (code) =>
      reject(new Error(`the application ended with ${code}:\n${log()}`)),
    );
  });
}
