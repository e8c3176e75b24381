// Ports of this machine.
import { createServer } from 'node:net';
import { errorCode } from './error-code.js';

/** A port of 127.0.0.1 that nobody used a moment ago. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('the system named no port')),
      );
    });
  });
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
