// Headers of a write: where the stream stands now, how to read one's own write, whether it was a
// replay.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../kernel/app-error.js';

export interface WriteOutcome {
  /** Of the stream after the command; becomes the ETag. */
  readonly revision: number;
  /** Opaque; a GET that sends it back waits until the read model has seen the write. */
  readonly consistencyToken: string | undefined;
  readonly replayed: boolean;
}

export function writeHeaders(reply: FastifyReply, outcome: WriteOutcome): void {
  void reply.header('etag', `"${outcome.revision}"`);
  if (outcome.consistencyToken !== undefined) {
    void reply.header('consistency-token', outcome.consistencyToken);
  }
  if (outcome.replayed) void reply.header('idempotency-replayed', 'true');
}

/** The revision of `If-Match`. @throws AppError `invalid` (`invalid_if_match`). */
export function ifMatchOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const match = /^"(\d{1,15})"$/.exec(header);
  if (match?.[1] !== undefined) return Number(match[1]);
  throw new AppError('invalid', 'If-Match takes an ETag that this service gave.', {
    code: 'invalid_if_match',
  });
}
