// A form on its way into the books. Its outcome is one of three: done (and the browser goes on),
// refused (and the form comes back as it was typed), or not known, which the page says.
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../http/identity.js';
import { problemOf } from '../http/problem.js';
import { AppError } from '../kernel/app-error.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId } from '../kernel/ids.js';
import { fieldText } from './form-body.js';
import { formProblemOf, refusedStatus, type FieldOfCode } from './form-problem.js';
import type { FormProblem, SentFields } from './form-view-models.js';
import { Frames } from './frames.js';
import { renderErrorPage } from './html.js';
import { isIdempotencyKey } from './payment-input.js';
import { seeOther, sendPage } from './pages/answer.js';
import { problemView } from './web-error-pages.js';

/** What is drawn again: under which key it may be sent again, and why it was refused. */
export interface Refused {
  readonly key: string;
  readonly problem: FormProblem;
  readonly error: AppError;
}

export interface FormOnItsWay {
  readonly request: IdentifiedRequest;
  readonly reply: FastifyReply;
  /** Does it; where the browser goes on to. */
  readonly send: (key: string) => Promise<string>;
  /** The page with the form as it was typed. */
  readonly showAgain: (refused: Refused) => Promise<string>;
  readonly fieldOfCode: FieldOfCode;
  /** A refusal in the page's words, where the books' own are not. */
  readonly explain?: (error: AppError) => string | undefined;
  /** What goes along to an error page, to be sent again. */
  readonly sent: Omit<SentFields, 'idempotencyKey'>;
}

/** A sending that ended in an outage, or in doubt. */
export interface FailedSending {
  readonly request: IdentifiedRequest;
  readonly reply: FastifyReply;
  readonly sent: SentFields;
}

@Injectable()
export class FormSending {
  constructor(
    private readonly frames: Frames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Sends it and answers. @throws what is neither a refusal of the form nor an outage. */
  async answer(form: FormOnItsWay): Promise<void> {
    const key = fieldText(form.request.body, 'idempotencyKey');
    try {
      if (!isIdempotencyKey(key)) throw keyIsMissing();
      seeOther(form.reply, await form.send(key));
    } catch (error) {
      const status = refusedStatus(error);
      if (!(error instanceof AppError)) throw error;
      if (status !== undefined) return this.showAgain(form, { key, status, error });
      if (error.kind !== 'unavailable') throw error;
      const { request, reply, sent } = form;
      this.offerAgain({ request, reply, sent: { ...sent, idempotencyKey: key } }, error);
    }
  }

  /** A key that has done something else is never offered again. */
  private async showAgain(
    form: FormOnItsWay,
    of: { key: string; status: number; error: AppError },
  ): Promise<void> {
    const { error, status } = of;
    const isKept = isIdempotencyKey(of.key) && error.code !== 'idempotency_key_reused';
    const key = isKept ? of.key : randomId(this.clock.now());
    const problem = formProblemOf(error, form.fieldOfCode, form.explain?.(error));
    sendPage(form.reply, await form.showAgain({ key, problem, error }), status);
  }

  /** Drawn from what is known already: the stores that failed are not asked for names. */
  offerAgain(form: FailedSending, error: AppError): void {
    const { request, reply, sent } = form;
    const { problem, retryAfterSeconds } = problemOf(error, request);
    const frame = this.frames.lastKnown(request);
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    const view = {
      ...problemView(problem),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    };
    const html = renderErrorPage(view, { sent, ...(frame === undefined ? {} : { frame }) });
    sendPage(reply, html, problem.status);
  }
}

/** Without its key a form can't be told from the same form sent twice. */
function keyIsMissing(): AppError {
  return new AppError('invalid', 'The form came without its key. Check it and send it again.', {
    code: 'idempotency_key_required',
  });
}
