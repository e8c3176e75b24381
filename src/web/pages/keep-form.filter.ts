// A form whose session ended before the books were touched: the log-in leads back to it, filled in.
// Addresses stay in histories and logs, so nothing that names a person and no reason goes along.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SessionError } from '../../kernel/app-error.js';
import { SessionExceptionFilter } from '../../modules/auth/index.js';
import { fieldText } from '../form-body.js';
import { LOGIN_PATH } from '../links.js';
import { withQuery } from '../term-links.js';

const KEPT: readonly string[] = [
  'idempotencyKey',
  'name',
  'schoolYear',
  'startsOn',
  'endsOn',
  'class',
  'effectiveDate',
  'amount',
  'method',
  'kind',
  'measure',
  'value',
  'target',
];

@Catch(SessionError)
export class KeepFormFilter implements ExceptionFilter<SessionError> {
  constructor(private readonly sessionFailures: SessionExceptionFilter) {}

  catch(error: SessionError, host: ArgumentsHost): void {
    this.sessionFailures.answer(error, host, wayWithForm);
  }
}

/** Every form is sent to the address of the page that draws it. */
function wayWithForm({ failure }: SessionError, { url, body }: FastifyRequest): string {
  const [path = '/'] = url.split('?');
  const kept = Object.fromEntries(KEPT.map((name) => [name, fieldText(body, name)]));
  const next = withQuery(path, kept);
  return `${LOGIN_PATH}?${new URLSearchParams({ reason: failure, next }).toString()}`;
}
