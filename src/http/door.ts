// What never becomes a request of a route: an address or bytes that can't be read. The answer is a
// problem document all the same, with the headers that every answer has.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { randomUUID } from 'node:crypto';
import { problemOf, refusedAtTheDoor, sendProblem } from './problem.js';

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

/** Answers an address that the router can't read; no hook has run for it. */
export function refuseAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ ...HEADERS, 'x-request-id': request.id });
  sendProblem(reply, problemOf(error, request));
}

/** Answers bytes that are no request, or came too slowly, and closes the connection. */
export function refuseBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(answerTo(error.code));
  socket.destroy(error);
}

function answerTo(code: string | undefined): string {
  const status = STATUS_OF_CODE[code ?? ''] ?? 400;
  const requestId = randomUUID();
  const body = JSON.stringify(refusedAtTheDoor(status, requestId));
  const headers = {
    ...HEADERS,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-request-id': requestId,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n');
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};
