// /api/v1/students/:studentId: money in and charges by hand. What an account holds is answered by the
// read models.
import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import type { RaiseChargeAnswer, RecordPaymentAnswer } from '../answers.js';
import { RaiseCharge } from '../commands/raise-charge.js';
import { RecordPayment } from '../commands/record-payment.js';
import {
  raiseChargeSchema,
  raisedChargeSchema,
  recordedPaymentSchema,
  recordPaymentSchema,
} from './accounts.dto.js';
import { WriteAnswers } from './write-answers.js';

type RecordPaymentBody = z.output<typeof recordPaymentSchema>;
type RaiseChargeBody = z.output<typeof raiseChargeSchema>;

@ApiTags('money')
@Controller('api/v1/students/:studentId')
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post('payments')
  @Allow('bursar', 'cashier')
  @Effect()
  @ApiOperation({ summary: 'Record a payment; it gets its receipt number at once' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 201, standardSchema: recordedPaymentSchema })
  @Refuses({
    404: ['student_not_found', 'charge_not_found'],
    409: ['duplicate_reference', 'period_closed'],
    422: ['allocation_exceeds', 'date_in_future'],
  })
  async recordPayment(
    @Req() request: IdentifiedRequest,
    @Param('studentId', { schema: uuidSchema }) studentId: string,
    @Body({ schema: recordPaymentSchema }) body: RecordPaymentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordPaymentAnswer> {
    const command = new RecordPayment(studentId, body, this.writes.ofMoney(request));
    const answer = this.writes.answer(reply, await this.commands.execute(command));
    const location = `/api/v1/students/${studentId}/payments/${answer.payment.id}`;
    void reply.header('location', location);
    return answer;
  }

  @Post('charges')
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Charge one student by hand; waiting credit meets it at once' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 201, standardSchema: raisedChargeSchema })
  @Refuses({
    404: ['student_not_found', 'term_not_found'],
    409: ['period_closed'],
    422: ['date_in_future', 'too_many_charges'],
  })
  async raiseCharge(
    @Req() request: IdentifiedRequest,
    @Param('studentId', { schema: uuidSchema }) studentId: string,
    @Body({ schema: raiseChargeSchema }) body: RaiseChargeBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RaiseChargeAnswer> {
    const command = new RaiseCharge(studentId, body, this.writes.ofMoney(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
