// /api/v1/students/:studentId/payments/:paymentId/move: the wrong child.
import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import type { RecordPaymentAnswer } from '../answers.js';
import { MovePayment } from '../commands/move-payment.js';
import { recordedPaymentSchema } from './accounts.dto.js';
import { movePaymentSchema } from './payments.dto.js';
import { WriteAnswers } from './write-answers.js';

@ApiTags('money')
@Controller('api/v1/students/:studentId/payments/:paymentId')
export class MovePaymentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post('move')
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Move a payment to the right child, with its reference and date' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 201, standardSchema: recordedPaymentSchema })
  @Refuses({
    404: ['student_not_found', 'payment_not_found'],
    409: ['already_reversed', 'period_closed'],
    422: ['nothing_to_move', 'effective_date_too_early'],
  })
  async move(
    @Req() request: IdentifiedRequest,
    @Param('studentId', { schema: uuidSchema }) studentId: string,
    @Param('paymentId', { schema: uuidSchema }) paymentId: string,
    @Body({ schema: movePaymentSchema }) body: z.output<typeof movePaymentSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordPaymentAnswer> {
    const command = new MovePayment(studentId, paymentId, body, this.writes.ofMoney(request));
    const answer = this.writes.answer(reply, await this.commands.execute(command));
    return located(reply, body.toStudentId, answer);
  }
}

function located(reply: FastifyReply, studentId: string, answer: RecordPaymentAnswer) {
  void reply.header('location', `/api/v1/students/${studentId}/payments/${answer.payment.id}`);
  return answer;
}
