// /api/v1/students/:studentId: lowering and undoing what was charged.
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import type { AdjustmentAnswer, CancelChargeAnswer } from '../charge-answers.js';
import { AdjustCharges } from '../commands/adjust-charges.js';
import { CancelCharge } from '../commands/cancel-charge.js';
import { ReverseAdjustment } from '../commands/reverse-adjustment.js';
import { adjustChargesSchema, adjustmentSchema, cancelledChargeSchema } from './charges.dto.js';
import { undoSchema } from './undo.dto.js';
import { WriteAnswers } from './write-answers.js';

type AdjustChargesBody = z.output<typeof adjustChargesSchema>;
type UndoBody = z.output<typeof undoSchema>;

@ApiTags('money')
@Controller('api/v1/students/:studentId')
export class ChargesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post('charges/:chargeId/cancel')
  @HttpCode(200)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Undo a wrong charge; what it was paid with becomes credit' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 200, standardSchema: cancelledChargeSchema })
  @Refuses({
    404: ['student_not_found', 'charge_not_found'],
    409: ['already_cancelled', 'period_closed'],
    422: ['date_in_future', 'effective_date_too_early'],
  })
  async cancel(
    @Req() request: IdentifiedRequest,
    @Param('studentId', { schema: uuidSchema }) studentId: string,
    @Param('chargeId', { schema: uuidSchema }) chargeId: string,
    @Body({ schema: undoSchema }) body: UndoBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CancelChargeAnswer> {
    const command = new CancelCharge(studentId, chargeId, body, this.writes.ofMoney(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }

  @Post('adjustments')
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Lower what is owed: one charge, or all of a fee code' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 201, standardSchema: adjustmentSchema })
  @Refuses({
    400: ['amount_or_percent', 'charge_or_fee_code'],
    403: ['four_eyes_required'],
    404: ['student_not_found', 'charge_not_found'],
    409: ['already_cancelled', 'period_closed'],
    422: ['adjustment_exceeds', 'adjustment_rounds_to_zero'],
  })
  async adjust(
    @Req() request: IdentifiedRequest,
    @Param('studentId', { schema: uuidSchema }) studentId: string,
    @Body({ schema: adjustChargesSchema }) body: AdjustChargesBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdjustmentAnswer> {
    const command = new AdjustCharges(studentId, body, this.writes.ofMoney(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }

  @Post('adjustments/:adjustmentId/reverse')
  @HttpCode(200)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Take an adjustment back, every line of it that is in force' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 200, standardSchema: adjustmentSchema })
  @Refuses({
    404: ['student_not_found', 'adjustment_not_found'],
    409: ['already_reversed', 'already_cancelled'],
    422: ['date_in_future', 'effective_date_too_early'],
  })
  async reverseAdjustment(
    @Req() request: IdentifiedRequest,
    @Param('studentId', { schema: uuidSchema }) studentId: string,
    @Param('adjustmentId', { schema: uuidSchema }) adjustmentId: string,
    @Body({ schema: undoSchema }) body: UndoBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdjustmentAnswer> {
    const by = this.writes.ofMoney(request);
    const command = new ReverseAdjustment(studentId, adjustmentId, body, by);
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
