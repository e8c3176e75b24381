// Makes a database cluster, once: in a folder beside its place, so that a start that was cut short
// leaves nothing that looks whole.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { AppError } from '../../src/kernel/app-error.js';
import { noneRemains, runningProcesses, signal } from '../process/running-processes.js';
import { writeSecret } from '../process/secret-file.js';
import { plainEnvironment } from '../process/tools.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';

export const SUPERUSER = 'bursar';
const INITDB_ENDS_WITHIN_MS = 5_000;

interface ClusterPlan {
  folder: string;
  binaries: Binaries;
  account: Account;
  durable: boolean;
}

/**
 * Makes `<folder>/data` unless it is there.
 * Names are compared by ICU's root order: accented letters are letters, and sort beside their base.
 * @returns the superuser's password, random, kept in `<folder>/password` (mode 0600).
 * @throws AppError `unavailable`: `initdb_failed`, `password_missing`.
 */
export async function createCluster(plan: ClusterPlan): Promise<string> {
  const passwordFile = path.join(plan.folder, 'password');
  if (existsSync(path.join(plan.folder, 'data'))) return knownPassword(passwordFile);
  const password = randomBytes(24).toString('hex');
  // Of a first attempt that was cut short: its database is made anew.
  rmSync(passwordFile, { force: true });
  writeSecret(passwordFile, password);
  await initialise(plan, password);
  return password;
}

function knownPassword(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  throw new AppError(
    'unavailable',
    `${file} is missing: without it nobody can log in to the database beside it. Put it back.`,
    { code: 'password_missing' },
  );
}

async function initialise({ folder, binaries, account, durable }: ClusterPlan, password: string) {
  const unfinished = path.join(folder, 'data.unfinished');
  const handedOver = path.join(folder, 'password.initdb');
  await endInitdb(unfinished);
  for (const old of [unfinished, handedOver]) rmSync(old, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(handedOver, password, { mode: 0o600 });
  if (account.id !== undefined) {
    for (const file of [unfinished, handedOver]) chownSync(file, account.id, account.id);
  }
  try {
    await run(account, [
      binaries.initdb,
      `--pgdata=${unfinished}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${handedOver}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=und',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ]);
  } finally {
    rmSync(handedOver, { force: true });
  }
  renameSync(unfinished, path.join(folder, 'data'));
}

/** A start that was killed may have left its initdb at work. */
async function endInitdb(unfinished: string): Promise<void> {
  const find = () =>
    runningProcesses()
      .filter(({ command }) => command.includes(`\0--pgdata=${unfinished}\0`))
      .map(({ pid }) => pid);
  signal(find(), 'SIGKILL');
  await noneRemains(find, INITDB_ENDS_WITHIN_MS);
}

function run(account: Account, commandLine: readonly string[]): Promise<void> {
  const [program = '', ...args] = [...account.prefix, ...commandLine];
  const child = spawn(program, args, {
    ...(account.id === undefined ? {} : { uid: account.id, gid: account.id }),
    cwd: '/',
    detached: true,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      if (code === 0) return resolve();
      reject(
        new AppError('unavailable', `The database could not be made:\n${output}`, {
          code: 'initdb_failed',
        }),
      );
    });
  });
}
