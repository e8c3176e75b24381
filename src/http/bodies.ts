// Bodies as they come off the wire: JSON and forms, in UTF-8 and nothing else. A byte that is none is
// refused: mended in silence it would be another name in the books.
import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { parse as parseForm } from 'node:querystring';
import { AppError } from '../kernel/app-error.js';

/** Bodies of at most `bytesMax`; called before the application is made. */
export function readBodies(adapter: FastifyAdapter, bytesMax: number): void {
  const options = { bodyLimit: bytesMax };
  const parseJson = adapter.getInstance().getDefaultJsonParser('error', 'error');
  adapter.useBodyParser('application/json', false, options, (request, bytes, done) => {
    const text = textOf(bytes, 'invalid_json');
    // A client that always says JSON also says so of nothing.
    if (text === '') done(null, undefined);
    else void parseJson(request, text, (error, body) => done(error && notJson(error), body));
  });
  const type = 'application/x-www-form-urlencoded';
  adapter.useBodyParser(type, false, options, (_request, bytes, done) => {
    done(null, parseForm(textOf(bytes, 'invalid_form')));
  });
}

/** @throws UnsupportedMediaTypeException for another character set than UTF-8, or a compressed body. */
export function refuseEncoded({ headers }: FastifyRequest): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw new UnsupportedMediaTypeException(`Bodies are UTF-8, not ${charset.slice(0, 40)}.`);
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && !/^identity$/i.test(encoding)) {
    throw new UnsupportedMediaTypeException('Bodies are sent as they are, not compressed.');
  }
}

function textOf(bytes: Buffer, code: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('invalid', 'The body is not in UTF-8.', { code, cause });
  }
}

function notJson(cause: unknown): AppError {
  return new AppError('invalid', 'The body is not JSON.', { code: 'invalid_json', cause });
}
