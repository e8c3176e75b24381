// /api/v1/students/:studentId/payments/:paymentId: taking back, giving back, holding.
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import { HoldCredit } from '../commands/hold-credit.js';
import { RefundPayment } from '../commands/refund-payment.js';
import { ReversePayment } from '../commands/reverse-payment.js';
import type { PaymentUndoneAnswer, RefundAnswer } from '../payment-answers.js';
import {
  holdCreditSchema,
  paymentStandSchema,
  refundPaymentSchema,
  refundSchema,
} from './payments.dto.js';
import { undoSchema } from './undo.dto.js';
import { WriteAnswers } from './write-answers.js';

const studentParam = { schema: uuidSchema };
const paymentParam = { schema: uuidSchema };
const WRONG_DATES = ['date_in_future', 'effective_date_too_early'] as const;

@ApiTags('money')
@Controller('api/v1/students/:studentId/payments/:paymentId')
export class PaymentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post('reverse')
  @HttpCode(200)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Take a payment back; what it paid is owed again' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 200, standardSchema: paymentStandSchema })
  @Refuses({
    404: ['student_not_found', 'payment_not_found'],
    409: ['already_reversed', 'period_closed'],
    422: WRONG_DATES,
  })
  async reverse(
    @Req() request: IdentifiedRequest,
    @Param('studentId', studentParam) studentId: string,
    @Param('paymentId', paymentParam) paymentId: string,
    @Body({ schema: undoSchema }) body: z.output<typeof undoSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentUndoneAnswer> {
    const command = new ReversePayment(studentId, paymentId, body, this.writes.ofMoney(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }

  @Post('refund')
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Give money back, at most what is left of the payment' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 201, standardSchema: refundSchema })
  @Refuses({
    403: ['four_eyes_required'],
    404: ['student_not_found', 'payment_not_found'],
    409: ['already_reversed', 'period_closed'],
    422: ['refund_exceeds', ...WRONG_DATES],
  })
  async refund(
    @Req() request: IdentifiedRequest,
    @Param('studentId', studentParam) studentId: string,
    @Param('paymentId', paymentParam) paymentId: string,
    @Body({ schema: refundPaymentSchema }) body: z.output<typeof refundPaymentSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RefundAnswer> {
    const command = new RefundPayment(studentId, paymentId, body, this.writes.ofMoney(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }

  @Post('hold')
  @HttpCode(200)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Let the credit of a payment wait, or let it pay again' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 200, standardSchema: paymentStandSchema })
  @Refuses({
    404: ['student_not_found', 'payment_not_found'],
    409: ['already_reversed', 'period_closed'],
  })
  async hold(
    @Req() request: IdentifiedRequest,
    @Param('studentId', studentParam) studentId: string,
    @Param('paymentId', paymentParam) paymentId: string,
    @Body({ schema: holdCreditSchema }) { hold }: z.output<typeof holdCreditSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentUndoneAnswer> {
    const command = new HoldCredit(studentId, paymentId, hold, this.writes.of(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
