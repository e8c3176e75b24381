// A payment whose session ended before the books were touched: the log-in leads back to the form,
// filled in as it was sent. Synchronous: Nest does not wait for a filter.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SessionError } from '../../kernel/app-error.js';
import { SessionExceptionFilter } from '../../modules/auth/index.js';
import { fieldText } from '../form-body.js';
import { draftPath, LOGIN_PATH } from '../links.js';
import { paymentValues } from '../payment-input.js';

@Catch(SessionError)
export class KeepDraftFilter implements ExceptionFilter<SessionError> {
  constructor(private readonly sessionFailures: SessionExceptionFilter) {}

  catch(error: SessionError, host: ArgumentsHost): void {
    this.sessionFailures.answer(error, host, wayWithDraft);
  }
}

function wayWithDraft({ failure }: SessionError, { params, body }: FastifyRequest): string {
  const key = fieldText(body, 'idempotencyKey');
  const next = draftPath(fieldText(params, 'studentId'), paymentValues(body), key);
  return `${LOGIN_PATH}?${new URLSearchParams({ reason: failure, next }).toString()}`;
}
