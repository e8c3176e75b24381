// Ports of this machine.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { AppError } from '../../src/kernel/app-error.js';
import { errorCode } from './error-code.js';

/** Below the range that systems give to outgoing connections: a server that was killed must find its
 * port again, and a connection of somebody else may have taken one of those meanwhile. */
const LOWEST = 10_000;
const BEYOND = 32_000;
const TRIES_MAX = 50;

/**
 * A port of 127.0.0.1 that nobody used a moment ago, and that no outgoing connection gets.
 * @throws AppError `unavailable` (`no_free_port`).
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const port = randomInt(LOWEST, BEYOND);
    if (!(await isPortBusy(port, '127.0.0.1'))) return port;
  }
  throw new AppError('unavailable', 'This machine has no free port.', { code: 'no_free_port' });
}

/** Whether something listens on the port already. */
export function isPortBusy(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server
      .once('error', (error) => (errorCode(error) === 'EADDRINUSE' ? resolve(true) : reject(error)))
      .listen({ port, host, exclusive: true }, () => server.close(() => resolve(false)));
  });
}
