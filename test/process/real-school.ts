// A school as its operator has it: the supervisor with the real application and both embedded stores
// in one data directory, and the command line beside it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { runNode, RUN_TYPESCRIPT } from '../../scripts/process/tools.js';
import { startSupervisor, type Supervisor } from '../../scripts/supervisor/supervisor.js';
import { TestClient } from '../support/api.js';

export const ADMIN = { username: 'admin', password: 'correct horse battery' } as const;

const CLI = [...RUN_TYPESCRIPT, '--no-warnings', 'scripts/cli.ts'];

/** Starts the school of a data directory, as `npm start` does, on any free port. */
export function startSchool(dataDirectory: string): Promise<Supervisor> {
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 });
  const { username: ADMIN_USERNAME, password: ADMIN_PASSWORD } = ADMIN;
  return startSupervisor({
    env: { ...plain(dataDirectory), PORT: '0', ADMIN_USERNAME, ADMIN_PASSWORD, LOG_LEVEL: 'warn' },
    say: () => undefined,
    onAppLine: () => undefined,
  });
}

/** A client of the school with its administrator signed in. */
export async function signIn({ instance }: Supervisor): Promise<TestClient> {
  const client = new TestClient(instance.url);
  const { status } = await client.logIn(ADMIN.username, ADMIN.password);
  if (status !== 201) throw new Error(`the log-in answered ${status}`);
  return client;
}

/** The cookie of a log-in of its own, as a browser would send it. */
export async function cookieOf({ instance }: Supervisor): Promise<string> {
  const answer = await fetch(`${instance.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Runs a command of the command line to its end; what it printed, and its exit code. */
export async function cli(
  dataDirectory: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number; output: string }> {
  return runNode([...CLI, ...args], {
    env: { ...plain(dataDirectory), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs any program in the environment of a data directory. */
export function runShell(
  [program = '', ...args]: readonly string[],
  dataDirectory: string,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env: plain(dataDirectory) }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, output: stdout + stderr });
      else reject(error ?? new Error(`${program} did not run`));
    });
  });
}

/** Starts a command and kills it, as a power cut would, when it has printed the text. */
export async function killedAt(
  dataDirectory: string,
  args: readonly string[],
  text: string,
): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [...CLI, ...args], {
    env: plain(dataDirectory),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: Buffer) => {
      output += piece.toString();
      if (output.includes(text)) child.kill('SIGKILL');
    });
  }
  await ended;
  if (!output.includes(text)) throw new Error(`it never said "${text}":\n${output}`);
}

/** Permissions of a file or folder, as `chmod` takes them. */
export function modeOf(...place: string[]): string {
  return (statSync(path.join(...place)).mode & 0o777).toString(8);
}

function plain(dataDirectory: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], NODE_ENV: 'test', DATA_DIR: dataDirectory };
}
