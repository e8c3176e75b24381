// What the tests ask of the operating system and of a Postgres that they started.
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { errorCode } from '../../scripts/process/error-code.js';

/** An empty folder that other accounts may pass through, as through most home folders. */
export function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bursar-test-'));
  chmodSync(folder, 0o711);
  return folder;
}

export function isAlive(pid: number): boolean {
  return stateOf(pid) !== undefined;
}

/** The process that started this one; read from the kernel, so Linux only. */
export function parentOf(pid: number): number {
  return Number(stateOf(pid)?.[1]);
}

/** Waits until the condition holds; fails with its name if that never comes. */
export async function until(name: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 1_200; round += 1) {
    if (await holds()) return;
    await delay(25);
  }
  throw new Error(`never happened: ${name}`);
}

/** Rows of one statement on a new connection. */
export async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** State and parent of a process; a zombie, which waits for its parent to look, has ended. */
function stateOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
