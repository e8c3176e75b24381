// A payment from the form on an account. Its outcome is one of three: recorded (and the browser goes
// on to the account), refused (and the form comes back), or not known, which the page says.
import { Body, Controller, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { AppError } from '../../kernel/app-error.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { randomId } from '../../kernel/ids.js';
import type { PaymentFormValues, PaymentProblem, StudentView } from '../account-view-models.js';
import { fieldText } from '../form-body.js';
import { FormSending } from '../form-sending.js';
import { Frames } from '../frames.js';
import { recordedPath } from '../links.js';
import { isIdempotencyKey, parsePayment, paymentValues } from '../payment-input.js';
import { sentPayment } from '../sent-words.js';
import { KeepDraftFilter } from './keep-draft.filter.js';
import { refusalOf, refusalStatus } from '../payment-refusal.js';
import { PAYMENT_RECORDER, type PaymentRecorder } from '../ports.js';
import { StudentPages } from '../student-pages.js';
import { seeOther, sendPage } from './answer.js';

/** One sending of the form, with what answering it needs. */
interface Sending {
  readonly request: IdentifiedRequest;
  readonly reply: FastifyReply;
  readonly studentId: string;
  readonly values: PaymentFormValues;
  readonly key: string;
}

/** Without its key a form can't be told from the same form sent twice. */
const KEY_IS_MISSING: PaymentProblem = {
  message: 'The form came without its key. Check it and send it again.',
  fields: [],
};

@ApiExcludeController()
@Controller('students')
export class PaymentsPageController {
  constructor(
    @Inject(PAYMENT_RECORDER) private readonly payments: PaymentRecorder,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly frames: Frames,
    private readonly pages: StudentPages,
    private readonly sending: FormSending,
  ) {}

  @Post(':studentId/payments')
  @Allow('bursar', 'cashier')
  @Effect()
  @UseFilters(KeepDraftFilter)
  async record(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const values = paymentValues(body);
    const sending = { request, reply, studentId, values, key: fieldText(body, 'idempotencyKey') };
    try {
      await this.send(sending);
    } catch (error) {
      await this.answerFailure(sending, error);
    }
  }

  private async send(sending: Sending): Promise<void> {
    const { request, reply, studentId, values, key } = sending;
    const { currency } = await this.frames.signedIn(request);
    if (!isIdempotencyKey(key)) return this.showAgain(sending, 400, () => KEY_IS_MISSING);
    const parsed = parsePayment(values, currency);
    if (!parsed.ok) return this.showAgain(sending, 422, () => parsed.problem);
    const { payment } = parsed;
    const done = await this.payments.record(request, { studentId, payment, key });
    seeOther(reply, recordedPath(studentId, done.paymentId, done.consistencyToken));
  }

  private async answerFailure(sending: Sending, error: unknown): Promise<void> {
    const status = refusalStatus(error);
    if (status !== undefined && error instanceof AppError) {
      return this.showAgain(sending, status, ({ payments }) => refusalOf(error, payments), error);
    }
    if (error instanceof AppError && error.kind === 'unavailable') {
      const { request, reply } = sending;
      return this.sending.offerAgain({ request, reply, sent: sentPayment(sending) }, error);
    }
    throw error;
  }

  /** The form as it was filled in. A key that has recorded something else is never offered again. */
  private async showAgain(
    { request, reply, studentId, values, key }: Sending,
    status: number,
    problemFor: (view: StudentView) => PaymentProblem,
    error?: AppError,
  ): Promise<void> {
    const isKept = isIdempotencyKey(key) && error?.code !== 'idempotency_key_reused';
    const idempotencyKey = isKept ? key : randomId(this.clock.now());
    const html = await this.pages.render(request, studentId, {
      form: (view) => ({ idempotencyKey, values, problem: problemFor(view) }),
    });
    sendPage(reply, html, status);
  }
}
