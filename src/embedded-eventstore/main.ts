// The event store as a process: prints one line of JSON when it is ready, logs to stderr, ends on
// SIGTERM, SIGINT and, if asked to, with its parent.
// Exit codes: 0 ended in order · 1 could not start, or can't go on · 2 the data directory is in use.
import { parseArgs } from 'node:util';
import { DirectoryInUseError } from './storage/errors.js';
import { startServer } from './server.js';

function report(level: 'info' | 'error', message: string, fields: object = {}): void {
  const line = { level, time: new Date().toISOString(), name: 'event-store', message, ...fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** @returns the exit code. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      'exit-with-stdin': { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined) throw new Error('--data <directory> is missing');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is no port`);
  const fsync = process.env['FSYNC'] !== 'off';
  if (!fsync) report('error', 'FSYNC=off: a power cut loses acknowledged events; for tests only');
  const failed = Promise.withResolvers<number>();
  const server = await startServer({
    dataDir: values.data,
    port,
    host: values.host,
    fsync,
    report,
    onState(state, message) {
      // For whoever started us: the log is a file that nobody looks at in time.
      process.stdout.write(`The event store is ${state}: ${message}\n`);
      // Only a start finds out what is on the disk.
      if (state === 'failed') failed.resolve(1);
    },
  });
  const ended = endOfService(values['exit-with-stdin']);
  const { connectionString } = server;
  process.stdout.write(`${JSON.stringify({ ready: true, port: server.port, connectionString })}\n`);
  report('info', 'ready', { port: server.port, data: values.data });
  const code = await Promise.race([ended.then(() => 0), failed.promise]);
  await server.close();
  return code;
}

/** Resolves with the first reason to end. */
function endOfService(endsWithStdin: boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = (reason: string) => (): void => {
      report('info', 'ending', { reason });
      resolve();
    };
    process.once('SIGTERM', end('SIGTERM'));
    process.once('SIGINT', end('SIGINT'));
    if (!endsWithStdin) return;
    process.stdin.once('end', end('stdin closed')).once('error', end('stdin failed'));
    process.stdin.resume();
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    report('error', error instanceof Error ? error.message : String(error));
    process.exit(error instanceof DirectoryInUseError ? 2 : 1);
  },
);
