// The embedded server as a child process, which tests may kill at any moment.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export class ServerProcess {
  readonly #child: ChildProcess;
  readonly port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  /** Resolves when it serves; rejects with what it logged if it ends first. */
  static async start(directory: string): Promise<ServerProcess> {
    const main = ['--import', './scripts/typescript-loader.mjs', 'src/embedded-eventstore/main.ts'];
    const child = spawn(process.execPath, [...main, '--data', directory, '--exit-with-stdin'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (text: Buffer) => (log += text.toString()));
    const ready = await new Promise<{ port: number }>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', (line) => {
        resolve(JSON.parse(line) as { port: number });
      });
      child.once('exit', () => reject(new Error(`the server ended: ${log}`)));
    });
    return new ServerProcess(child, ready.port);
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get connectionString(): string {
    return `esdb://${this.address}?tls=false`;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await ended;
  }
}
