// Ties a Postgres server to the life of whoever started it. The starter holds the other end of our
// standard input and never writes to it: when the starter ends, even by kill -9, the pipe closes,
// and the server is shut down in order. Says the server's process id on standard output. Runs alone,
// on Node's own type stripping: it starts fast.
import { spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';

/** What the keeper is asked to do: its only argument, as JSON. */
export interface KeeperOrder {
  command: string;
  args: string[];
  /** Account of the server; absent: the keeper's own. */
  id?: number;
  logFile: string;
  /** A folder to remove once the server is down, with everything in it. */
  removeAfterwards?: string;
}

const FAST_SHUTDOWN_MS = 12_000;
const IMMEDIATE_SHUTDOWN_MS = 3_000;

keep(JSON.parse(process.argv[2] ?? '{}'));

function keep({ command, args, id, logFile, removeAfterwards }: KeeperOrder): void {
  const log = openSync(logFile, 'a', 0o600);
  const account = id === undefined ? {} : { uid: id, gid: id };
  const server = spawn(command, args, { ...account, cwd: '/', stdio: ['ignore', log, log] });
  process.stdout.write(`${server.pid}\n`);
  server.once('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
  server.once('exit', (code, signal) => {
    if (removeAfterwards !== undefined) rmSync(removeAfterwards, { recursive: true, force: true });
    process.exit(signal === null ? (code ?? 1) : 1);
  });

  const shutDown = () => {
    server.kill('SIGINT');
    setTimeout(() => server.kill('SIGQUIT'), FAST_SHUTDOWN_MS).unref();
    setTimeout(() => server.kill('SIGKILL'), FAST_SHUTDOWN_MS + IMMEDIATE_SHUTDOWN_MS).unref();
  };
  process.stdin.once('close', shutDown).resume();
  process.on('SIGINT', shutDown).on('SIGTERM', shutDown);
}
