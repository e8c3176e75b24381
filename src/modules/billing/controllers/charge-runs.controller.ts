// /api/v1/terms/:termId/charge-runs: preview and commit. How far a run is, the read models answer.
import { Body, Controller, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import type { ChargeRunAnswer } from '../charge-run-answer.js';
import { CommitChargeRun } from '../commands/commit-charge-run.js';
import { PreviewChargeRun, type PreviewAnswer } from '../commands/preview-charge-run.js';
import {
  chargeRunPreviewSchema,
  chargeRunSchema,
  commitChargeRunSchema,
  previewChargeRunSchema,
  previewPageSchema,
} from './terms.dto.js';
import { WriteAnswers } from './write-answers.js';

type PreviewChargeRunBody = z.output<typeof previewChargeRunSchema>;
type PreviewPage = z.output<typeof previewPageSchema>;
type CommitChargeRunBody = z.output<typeof commitChargeRunSchema>;

@ApiTags('charge runs')
@Controller('api/v1/terms/:termId/charge-runs')
export class ChargeRunsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Allow('bursar')
  @ApiOperation({ summary: 'What a run would charge, and the digest that commits it' })
  @ApiResponse({ status: 200, standardSchema: chargeRunPreviewSchema })
  @Refuses({ 404: ['term_not_found'] })
  async preview(
    @Param('termId', { schema: uuidSchema }) termId: string,
    @Body({ schema: previewChargeRunSchema }) body: PreviewChargeRunBody,
    @Query({ schema: previewPageSchema }) page: PreviewPage,
  ): Promise<PreviewAnswer> {
    return this.queries.execute(new PreviewChargeRun(termId, { ...body, ...page }));
  }

  @Post()
  @HttpCode(202)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Commit a previewed run; it goes on by itself' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiResponse({ status: 202, standardSchema: chargeRunSchema })
  @Refuses({ 409: ['preview_stale', 'period_closed'] })
  async commit(
    @Req() request: IdentifiedRequest,
    @Param('termId', { schema: uuidSchema }) termId: string,
    @Body({ schema: commitChargeRunSchema }) body: CommitChargeRunBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChargeRunAnswer> {
    const command = new CommitChargeRun(termId, body, this.writes.ofMoney(request));
    const answer = this.writes.answer(reply, await this.commands.execute(command));
    void reply.header('location', `/api/v1/charge-runs/${answer.id}`);
    return answer;
  }
}
