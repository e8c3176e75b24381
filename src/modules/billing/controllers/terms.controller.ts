// /api/v1/terms: scheduling, opening, and the fees of a term. Lists are answered by the read models.
import { Body, Controller, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { uuidSchema } from '../../../http/schema.js';
import type { TermAnswer } from '../answers.js';
import { OpenTerm } from '../commands/open-term.js';
import { PublishFeeSchedule, type FeeScheduleAnswer } from '../commands/publish-fee-schedule.js';
import { PRIORITY_DEFAULT } from '../commands/raise-charge.js';
import { ScheduleTerm } from '../commands/schedule-term.js';
import type { FeeLine } from '../domain/fee-schedule.js';
import {
  publishedFeeScheduleSchema,
  publishFeeScheduleSchema,
  scheduleTermSchema,
  termSchema,
} from './terms.dto.js';
import { WriteAnswers } from './write-answers.js';

type ScheduleTermBody = z.output<typeof scheduleTermSchema>;
type PublishFeeScheduleBody = z.output<typeof publishFeeScheduleSchema>;

@ApiTags('terms')
@Controller('api/v1/terms')
export class TermsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Post()
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Schedule a term; a school year exists from its first term on' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 201, standardSchema: termSchema })
  @Refuses({
    400: ['outside_school_year', 'ends_before_start'],
    409: ['overlapping_term', 'overlapping_school_year'],
  })
  async schedule(
    @Req() request: IdentifiedRequest,
    @Body({ schema: scheduleTermSchema }) body: ScheduleTermBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TermAnswer> {
    const command = new ScheduleTerm(body, this.writes.of(request));
    const answer = this.writes.answer(reply, await this.commands.execute(command));
    void reply.header('location', `/api/v1/terms/${answer.id}`);
    return answer;
  }

  @Post(':termId/open')
  @HttpCode(200)
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Open a scheduled term: it becomes the current one' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 200, standardSchema: termSchema })
  @Refuses({ 404: ['term_not_found'], 409: ['invalid_status'] })
  async open(
    @Req() request: IdentifiedRequest,
    @Param('termId', { schema: uuidSchema }) termId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TermAnswer> {
    const command = new OpenTerm(termId, this.writes.of(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }

  @Put(':termId/fee-schedule')
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Publish the fees of a term, all at once; charges stay as they are' })
  @ApiResponse({ status: 200, standardSchema: publishedFeeScheduleSchema })
  @Refuses({ 400: ['duplicate_fee_line', 'too_many_lines'], 404: ['term_not_found'] })
  async publishFees(
    @Req() request: IdentifiedRequest,
    @Param('termId', { schema: uuidSchema }) termId: string,
    @Body({ schema: publishFeeScheduleSchema }) body: PublishFeeScheduleBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeeScheduleAnswer> {
    const lines = body.lines.map(feeLineOf);
    const command = new PublishFeeSchedule(termId, lines, this.writes.of(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}

function feeLineOf(line: PublishFeeScheduleBody['lines'][number]): FeeLine {
  const { dueOn, instalments = [], amountMinor, priority, ...rest } = line;
  return {
    ...rest,
    amountMinor: BigInt(amountMinor),
    dueOn: dueOn === undefined ? instalments.map((part) => part.dueOn) : [dueOn],
    priority: priority ?? PRIORITY_DEFAULT,
  };
}
