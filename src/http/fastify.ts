// The HTTP server below Nest: limits, one request id for header, log and problem, and what is refused
// before a route is reached.
import { FastifyAdapter } from '@nestjs/platform-fastify';
import helmet from '@fastify/helmet';
import cookie from '@fastify/cookie';
import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refuseUnacceptable } from './acceptable.js';
import { readBodies, refuseEncoded } from './bodies.js';
import { refuseAddress, refuseBytes } from './door.js';
import { isApi } from './navigation.js';
import type { RouteTable } from './route-table.js';

const BODY_BYTES_MAX = 1024 * 1024;
const DRAINED_BYTES_MAX = 32 * BODY_BYTES_MAX;
const FORM_TYPE = /^(application\/x-www-form-urlencoded|multipart\/|text\/plain)/i;
const REQUEST_ID_SHAPE = /^[A-Za-z0-9_-]{1,64}$/;
/** An Idempotency-Key of 255 characters, each of them escaped. */
const PARAM_CHARACTERS_MAX = 3 * 255;
/** For a whole request with its body; a client that drips bytes holds a connection no longer. */
const REQUEST_MILLISECONDS_MAX = 60_000;
const ONE_YEAR_SECONDS = 31_536_000;

const CONTENT_POLICY = {
  'default-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/**
 * The adapter with its limits: bodies of 1 MiB, path parameters of 200 characters.
 * @param trustedProxies  How many stand in front; that many last entries of `X-Forwarded-For` count.
 */
export function fastifyAdapter(routes: RouteTable, trustedProxies = 0): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    // Behind a proxy every client would have its address, and share its count of wrong passwords.
    trustProxy: (_address: string, hop: number) => hop < trustedProxies,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => requestId(request.headers['x-request-id']),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PARAM_CHARACTERS_MAX },
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_MILLISECONDS_MAX,
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBytes,
  });
  readBodies(adapter, BODY_BYTES_MAX);
  routes.watch(adapter.getInstance());
  return adapter;
}

/** Hooks and headers of every answer. */
export async function secureServer(server: FastifyInstance, isHttps: boolean): Promise<void> {
  server.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
  });
  server.addHook('preParsing', async (request) => {
    refuseUnacceptable(request);
    refuseOtherMedia(request);
    refuseEncoded(request);
    await refuseLargeBody(request);
  });
  await server.register(cookie);
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_POLICY },
    strictTransportSecurity: isHttps
      ? { maxAge: ONE_YEAR_SECONDS, includeSubDomains: true }
      : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

/**
 * A form from another site can't send JSON; so the API takes nothing that a form can send, and the
 * pages take forms only, which carry the token of their session.
 */
function refuseOtherMedia(request: FastifyRequest): void {
  const type = request.headers['content-type'] ?? '';
  if (isApi(request)) {
    if (!FORM_TYPE.test(type)) return;
    throw new UnsupportedMediaTypeException('The API takes application/json.');
  }
  if (type === '' || FORM_TYPE.test(type)) return;
  throw new UnsupportedMediaTypeException('Pages take forms.');
}

/**
 * A client that is still sending when the connection closes sees a broken pipe and no answer, so a
 * body that says it is too large is read to its end, within reason, and then refused.
 */
async function refuseLargeBody({ raw, headers }: FastifyRequest): Promise<void> {
  const length = Number(headers['content-length'] ?? 0);
  if (length <= BODY_BYTES_MAX) return;
  if (length <= DRAINED_BYTES_MAX) {
    raw.resume();
    await finished(raw);
  }
  throw new PayloadTooLargeException(`A body has at most ${BODY_BYTES_MAX} bytes.`);
}

function requestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && REQUEST_ID_SHAPE.test(header) ? header : randomUUID();
}
