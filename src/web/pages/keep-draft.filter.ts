// A payment whose session ended before the books were touched: the log-in leads back to the form,
// filled in as it was sent. Synchronous: Nest does not wait for a filter.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SessionError } from '../../kernel/app-error.js';
import { SessionHooks } from '../../modules/auth/index.js';
import { fieldText } from '../form-body.js';
import { draftPath, LOGIN_PATH } from '../links.js';
import { paymentValues } from '../payment-input.js';
import { seeOther } from './answer.js';

type PaymentRequest = FastifyRequest<{ Params: { studentId: string } }>;

@Catch(SessionError)
export class KeepDraftFilter implements ExceptionFilter<SessionError> {
  constructor(private readonly hooks: SessionHooks) {}

  catch({ failure }: SessionError, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { params, body } = http.getRequest<PaymentRequest>();
    const reply = http.getResponse<FastifyReply>();
    this.hooks.forgetAnswer(http.getRequest<PaymentRequest>(), reply);
    const key = fieldText(body, 'idempotencyKey');
    const query = new URLSearchParams({
      reason: failure,
      next: draftPath(params.studentId, paymentValues(body), key),
    });
    seeOther(reply, `${LOGIN_PATH}?${query.toString()}`);
  }
}
