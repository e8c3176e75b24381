// One rebuild as a process, watched from outside: the new version's own checkpoint says how far it is.
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { exitOf } from '../../scripts/process/exit-of.js';
import { ROOT, RUN_TYPESCRIPT } from '../../scripts/process/tools.js';
import { present } from '../../src/kernel/assert.js';
import { cpuSecondsOf, difference, peakBytesOf, type CpuSeconds } from '../machine/process-tree.js';
import type { OurSide } from '../sides/ours.js';

export interface RebuildFigures {
  /** From the first sight of the new version to its last event. */
  readonly fillSeconds: number;
  /** From its last event to the moment when readers are given it. */
  readonly verifySeconds: number;
  readonly commandSeconds: number;
  readonly peakBytes: number;
  /** Of `rebuild`, `events` and `Postgres`. */
  readonly cpu: CpuSeconds;
}

/** When things were first seen, as of `performance.now()`. */
interface Sightings {
  startedAt: number;
  begunAt?: number;
  filledAt?: number;
  servedAt?: number;
  peakBytes: number;
  rebuildCpuSeconds: number;
}

const POLL_MS = 10;
const OUTPUT_MAX = 4_000;

/**
 * @param events  Length of the log, which does not grow meanwhile.
 * @throws Error with what the command printed, unless it ends with 0 and a new version serves.
 */
export async function rebuildOnce(side: OurSide, events: number): Promise<RebuildFigures> {
  const { events: eventStore = 0, Postgres: postgres = 0 } = side.processes;
  const stores = { events: eventStore, Postgres: postgres };
  const database = new pg.Client({ connectionString: side.environment['DATABASE_URL'] });
  await database.connect();
  try {
    const before = cpuSecondsOf(stores);
    const seen: Sightings = { startedAt: performance.now(), peakBytes: 0, rebuildCpuSeconds: 0 };
    await runRebuild(side, (command) => watch(command, { database, events, seen }));
    const commandSeconds = (performance.now() - seen.startedAt) / 1000;
    const begunAt = present(seen.begunAt, 'first sight of a new version');
    const filledAt = present(seen.filledAt, 'sight of its last event');
    return {
      fillSeconds: (filledAt - begunAt) / 1000,
      verifySeconds: (present(seen.servedAt, 'sight of its readers') - filledAt) / 1000,
      commandSeconds,
      peakBytes: seen.peakBytes,
      cpu: { ...difference(cpuSecondsOf(stores), before), rebuild: seen.rebuildCpuSeconds },
    };
  } finally {
    await database.end();
  }
}

async function runRebuild(
  side: OurSide,
  watching: (command: ChildProcess) => Promise<void>,
): Promise<void> {
  const command = spawn(process.execPath, [...RUN_TYPESCRIPT, 'scripts/cli.ts', 'rebuild'], {
    cwd: ROOT,
    env: side.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [command.stdout, command.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_MAX);
    });
  }
  // A command that fails takes its version with it, so its own words come before the watcher's.
  const [how, watched] = await Promise.allSettled([exitOf(command), watching(command)]);
  if (how.status === 'fulfilled' && how.value !== 'exit code 0') {
    throw new Error(`rebuild: ${how.value}\n${output}`);
  }
  if (watched.status === 'rejected') throw watched.reason;
}

async function watch(
  command: ChildProcess,
  { database, events, seen }: { database: pg.Client; events: number; seen: Sightings },
): Promise<void> {
  const pid = present(command.pid, 'process id of the command');
  const former = await newestVersion(database);
  while (command.exitCode === null && command.signalCode === null) {
    seen.peakBytes = Math.max(seen.peakBytes, peakBytesOf(pid));
    seen.rebuildCpuSeconds = Math.max(seen.rebuildCpuSeconds, cpuSecondsSoFar(pid));
    if (seen.servedAt === undefined) {
      const { version, index, serves } = await look(database);
      const now = performance.now();
      if (version > former) seen.begunAt ??= now;
      if (version > former && index >= events) seen.filledAt ??= now;
      if (version > former && serves) seen.servedAt = now;
    }
    await delay(POLL_MS);
  }
}

async function newestVersion(database: pg.Client): Promise<number> {
  const { rows } = await database.query<{ version: number }>(
    `select max(substring(nspname from 4)::int) as version from pg_namespace
     where nspname ~ '^rm_[0-9]{1,8}$'`,
  );
  return rows[0]?.version ?? 0;
}

/** The newest version, how far it is, and whether readers are given it. */
async function look(
  database: pg.Client,
): Promise<{ version: number; index: number; serves: boolean }> {
  const version = await newestVersion(database);
  const { rows } = await database.query<{ index: string; serves: boolean }>(
    `select index, (select version from app.read_model) = $1 as serves
     from rm_${version}.checkpoint`,
    [version],
  );
  return { version, index: Number(rows[0]?.index ?? 0), serves: rows[0]?.serves === true };
}

/** 0 once it has ended. */
function cpuSecondsSoFar(pid: number): number {
  return cpuSecondsOf({ rebuild: pid }, { endedIsZero: true })['rebuild'] ?? 0;
}
