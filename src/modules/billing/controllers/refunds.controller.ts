// /api/v1/students/:studentId/refunds/:refundId.
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import { ReverseRefund } from '../commands/reverse-refund.js';
import type { RefundAnswer } from '../payment-answers.js';
import { refundSchema } from './payments.dto.js';
import { undoSchema } from './undo.dto.js';
import { WriteAnswers } from './write-answers.js';

@ApiTags('money')
@Controller('api/v1/students/:studentId/refunds/:refundId')
export class RefundsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post('reverse')
  @HttpCode(200)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Take a refund back; the money is credit again' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 200, standardSchema: refundSchema })
  @Refuses({
    404: ['student_not_found', 'refund_not_found'],
    409: ['already_reversed', 'period_closed'],
    422: ['date_in_future', 'effective_date_too_early'],
  })
  async reverse(
    @Req() request: IdentifiedRequest,
    @Param('studentId', { schema: uuidSchema }) studentId: string,
    @Param('refundId', { schema: uuidSchema }) refundId: string,
    @Body({ schema: undoSchema }) body: z.output<typeof undoSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RefundAnswer> {
    const command = new ReverseRefund(studentId, refundId, body, this.writes.ofMoney(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
