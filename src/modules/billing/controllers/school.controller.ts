// /api/v1/school: changing the school's settings. What they are, the read models answer.
import { Body, Controller, Put, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../../http/identity.js';
import { Refuses } from '../../../http/refuses.js';
import { Allow, Effect } from '../../../http/route-marks.js';
import { ConfigureSchool, type SchoolAnswer } from '../commands/configure-school.js';
import { configureSchoolSchema, schoolSchema } from './terms.dto.js';
import { WriteAnswers } from './write-answers.js';

type ConfigureSchoolBody = z.output<typeof configureSchoolSchema>;

@ApiTags('school')
@Controller('api/v1/school')
export class SchoolController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: WriteAnswers,
  ) {}

  @Put()
  @Allow('admin')
  @Effect()
  @ApiOperation({ summary: 'Change settings; what is left out stays as it is' })
  @ApiResponse({ status: 200, standardSchema: schoolSchema })
  @Refuses({ 409: ['currency_is_settled', 'time_zone_is_settled'] })
  async configure(
    @Req() request: IdentifiedRequest,
    @Body({ schema: configureSchoolSchema }) body: ConfigureSchoolBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolAnswer> {
    const command = new ConfigureSchool(body, this.writes.of(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
