// /api/v1/charge-runs/:chargeRunId/cancel.
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import { CancelChargeRun } from '../commands/cancel-charge-run.js';
import type { ChargeRunAnswer } from '../charge-run-answer.js';
import { chargeRunSchema } from './terms.dto.js';
import { reasonSchema } from './undo.dto.js';
import { WriteAnswers } from './write-answers.js';

type ReasonBody = z.output<typeof reasonSchema>;

@ApiTags('charge runs')
@Controller('api/v1/charge-runs/:chargeRunId')
export class CancelChargeRunController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post('cancel')
  @HttpCode(202)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Cancel a run: it stops, and what it charged is undone' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 202, standardSchema: chargeRunSchema })
  @Refuses({ 404: ['charge_run_not_found'], 409: ['already_cancelled', 'period_closed'] })
  async cancel(
    @Req() request: IdentifiedRequest,
    @Param('chargeRunId', { schema: uuidSchema }) chargeRunId: string,
    @Body({ schema: reasonSchema }) body: ReasonBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChargeRunAnswer> {
    const command = new CancelChargeRun(chargeRunId, body, this.writes.of(request));
    const answer = this.writes.answer(reply, await this.commands.execute(command));
    void reply.header('location', `/api/v1/charge-runs/${chargeRunId}`);
    return answer;
  }
}
