// The embedded server as a process: how it says that it is ready, and how and with what it ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

class ServerProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly firstLine: Promise<string>;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    const script = [
      '--import',
      './scripts/typescript-loader.mjs',
      'src/embedded-eventstore/main.ts',
    ];
    this.#child = spawn(process.execPath, [...script, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let stderr = '';
    this.#child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
    this.ended = new Promise((resolve) => {
      this.#child.once('close', (code) => resolve({ code, stderr }));
    });
    const lines = createInterface({ input: this.#child.stdout ?? process.stdin });
    this.firstLine = new Promise((resolve) => lines.once('line', resolve));
  }

  closeStdin(): void {
    this.#child.stdin?.end();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

async function withDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'eventstore-process-'));
  try {
    await test(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

it('prints one line when it is ready, refuses a second server, ends on SIGTERM', () =>
  withDirectory(async (directory) => {
    const first = new ServerProcess(['--data', directory]);
    const ready = JSON.parse(await first.firstLine) as { port: number };
    expect(ready).toEqual({
      ready: true,
      port: ready.port,
      connectionString: `esdb://127.0.0.1:${ready.port}?tls=false`,
    });
    const second = await new ServerProcess(['--data', directory]).ended;
    expect(second.code).toBe(2);
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    expect(second.stderr).toContain(`${directory} is already in use by another event store`);
    first.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
  }));

it('starts again after kill -9, and ends with its parent if asked to', () =>
  withDirectory(async (directory) => {
    const killed = new ServerProcess(['--data', directory]);
    await killed.firstLine;
    killed.kill('SIGKILL');
    await killed.ended;
    const child = new ServerProcess(['--data', directory, '--exit-with-stdin']);
    await child.firstLine;
    child.closeStdin();
    expect((await child.ended).code).toBe(0);
  }));

it('refuses an address that is not loopback', () =>
  withDirectory(async (directory) => {
    const ended = await new ServerProcess(['--data', directory, '--host', '0.0.0.0']).ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('0.0.0.0 is not a loopback address');
  }));

it('logs loudly when it does not sync', () =>
  withDirectory(async (directory) => {
    const unsafe = new ServerProcess(['--data', directory], { FSYNC: 'off' });
    await unsafe.firstLine;
    unsafe.kill('SIGINT');
    const ended = await unsafe.ended;
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('"level":"error"');
    expect(ended.stderr).toContain('FSYNC=off');
  }));
