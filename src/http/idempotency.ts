// The Idempotency-Key belongs to the principal: the same key and body are the same command, however
// often they arrive (rule 1).
import type { FastifyRequest } from 'fastify';
import { AppError } from '../kernel/app-error.js';
import { canonicalJson } from '../kernel/canonical-json.js';

const HEADER = 'idempotency-key';
const SHAPE = /^[\x21-\x7e]{1,255}$/;

/**
 * @throws AppError `invalid`: `idempotency_key_required` without the header,
 *   `invalid_idempotency_key` unless it is 1–255 visible ASCII characters.
 */
export function requiredKey(request: FastifyRequest): string {
  const key = optionalKey(request);
  if (key !== undefined) return key;
  throw new AppError('invalid', 'Send an Idempotency-Key: a fresh value for each new command.', {
    code: 'idempotency_key_required',
  });
}

/** The key where it is optional. @throws AppError `invalid` (`invalid_idempotency_key`). */
export function optionalKey(request: FastifyRequest): string | undefined {
  const key = request.headers[HEADER];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && SHAPE.test(key)) return key;
  throw new AppError('invalid', 'An Idempotency-Key is 1–255 visible ASCII characters.', {
    code: 'invalid_idempotency_key',
  });
}

/** What a request hash is computed over: the same for a form and the API call that it stands for. */
export function hashedText(method: string, path: string, body: unknown): string {
  return [method, path, canonicalJson(body ?? {})].join('\n');
}
