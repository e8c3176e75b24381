// A small server that gives a browser the pages under the product's content policy.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetNamed } from '../../src/web/assets.js';

const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves `/<name>` and the assets on a free port of the loopback. */
export async function servePages(pages: Readonly<Record<string, string>>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const name = (request.url ?? '').split('/').at(-1) ?? '';
    const asset = assetNamed(name);
    const body = asset?.body ?? pages[name];
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': asset?.contentType ?? 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.closeAllConnections();
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
}
