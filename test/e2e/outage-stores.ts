// Stores that an outage can be made of: an event store on a small disk that fills up, and both as
// processes that stand still or are gone.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startPostgres, type PostgresServer } from '../../scripts/postgres/cluster.js';
import { errorCode } from '../../scripts/process/error-code.js';
import { freePort } from '../../scripts/process/free-port.js';
import { runningProcesses, signal } from '../../scripts/process/running-processes.js';
import { ROOT, RUN_TYPESCRIPT, plainEnvironment } from '../../scripts/process/tools.js';
import { parentOf } from '../process/processes.js';

/** A store as an outage sees it. */
export interface OutageStore {
  readonly url: string;
  /** It stands still, as on a machine that hangs; until `goOn`. */
  hang(): void;
  goOn(): void;
  kill9(): Promise<void>;
  /** Again, with the same data at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A user of its own where this one may not mount. */
const IS_ROOT = process.getuid?.() === 0;
const OWN_MOUNTS = IS_ROOT ? ['-m'] : ['-rm'];
const THE_SAME_MOUNTS = IS_ROOT ? ['-m'] : ['-m', '-U', '--preserve-credentials'];
const SMALL_DISK = '12m';
const PAGE_BYTES = 4_096;

/** The embedded event store on a disk of 12 MiB that nobody else sees. */
export class EventStoreOnSmallDisk implements OutageStore {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    /** As long as it lives the disk is there. */
    private readonly keeper: ChildProcess,
    private readonly port: number,
  ) {}

  static async start(): Promise<EventStoreOnSmallDisk> {
    const folder = mkdtempSync(path.join(tmpdir(), 'bursar-small-disk-'));
    const script = `mount -t tmpfs -o size=${SMALL_DISK} none "$0" && echo mounted && exec cat`;
    const keeper = await child('unshare', [...OWN_MOUNTS, 'sh', '-c', script, folder], 'mounted');
    const store = new EventStoreOnSmallDisk(folder, keeper, await freePort());
    await store.restart();
    return store;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Takes what is left of the disk, down to the last page. */
  fillUp(): void {
    const page = Buffer.alloc(PAGE_BYTES);
    const filler = openSync(path.join(this.disk, 'filler'), 'w');
    try {
      for (;;) writeSync(filler, page);
    } catch (error) {
      if (errorCode(error) !== 'ENOSPC') throw error;
    } finally {
      closeSync(filler);
    }
  }

  makeSpace(): void {
    rmSync(path.join(this.disk, 'filler'));
  }

  hang(): void {
    this.server?.kill('SIGSTOP');
  }

  goOn(): void {
    this.server?.kill('SIGCONT');
  }

  kill9(): Promise<void> {
    return end(this.server, () => this.server?.kill('SIGKILL'));
  }

  async restart(): Promise<void> {
    const node = [process.execPath, ...RUN_TYPESCRIPT, '--no-warnings'];
    const entry = ['src/embedded-eventstore/main.ts', '--port', String(this.port)];
    const options = ['--data', path.join(this.folder, 'events'), '--exit-with-stdin'];
    const within = ['-t', String(this.keeper.pid), ...THE_SAME_MOUNTS, `--wd=${ROOT}`];
    const program = [...within, ...node, ...entry, ...options];
    this.server = await child('nsenter', program, '{"ready":true');
  }

  async stop(): Promise<void> {
    await end(this.server, () => this.server?.stdin?.end());
    await end(this.keeper, () => this.keeper.stdin?.end());
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The disk as those see it who have it. */
  private get disk(): string {
    return path.join(`/proc/${this.keeper.pid}/root`, this.folder);
  }
}

/** Started, and as far as to have said that line. */
async function child(program: string, args: string[], ready: string): Promise<ChildProcess> {
  const started = spawn(program, args, {
    cwd: ROOT,
    env: plainEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  await new Promise<void>((resolve, reject) => {
    createInterface(started.stdout).on('line', (line) => {
      if (line.startsWith(ready)) resolve();
    });
    started.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
  });
  return started;
}

async function end(running: ChildProcess | undefined, how: () => void): Promise<void> {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const exited = new Promise((resolve) => running.once('exit', resolve));
  how();
  await exited;
}

/** Postgres with all its processes. */
export class OutagePostgres implements OutageStore {
  private stopped: number[] = [];

  private constructor(
    private readonly folder: string,
    private server: PostgresServer,
  ) {}

  static async start(): Promise<OutagePostgres> {
    const folder = mkdtempSync(path.join(tmpdir(), 'bursar-outage-'));
    chmodSync(folder, 0o711);
    mkdirSync(path.join(folder, 'postgres'), { mode: 0o711 });
    const server = await startPostgres({ folder: path.join(folder, 'postgres'), durable: false });
    return new OutagePostgres(folder, server);
  }

  get url(): string {
    return this.server.url('postgres');
  }

  hang(): void {
    const { pid } = this.server;
    const backends = runningProcesses().map((one) => one.pid);
    this.stopped = [pid, ...backends.filter((one) => parentOf(one) === pid)];
    signal(this.stopped, 'SIGSTOP');
  }

  goOn(): void {
    signal(this.stopped.splice(0), 'SIGCONT');
  }

  async kill9(): Promise<void> {
    signal([this.server.pid], 'SIGKILL');
    await this.server.exited;
  }

  async restart(): Promise<void> {
    const { port } = this.server;
    const folder = path.join(this.folder, 'postgres');
    this.server = await startPostgres({ folder, durable: false, port });
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
