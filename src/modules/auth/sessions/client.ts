// Where a request comes from, as the activity page shows it.
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

const USER_AGENT_CHARACTERS_MAX = 300;

/** The client's address without a zone; undefined when there is none (a local socket). */
export function addressOf(request: FastifyRequest): string | undefined {
  const address = request.ip?.split('%')[0] ?? '';
  return isIP(address) === 0 ? undefined : address;
}

export function userAgentOf(request: FastifyRequest): string | undefined {
  return request.headers['user-agent']?.slice(0, USER_AGENT_CHARACTERS_MAX);
}
