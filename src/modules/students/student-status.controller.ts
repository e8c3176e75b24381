// /api/v1/students/:id/withdraw, /graduate, /readmit: a student comes and goes.
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiHeader,
  ApiNotFoundResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Refuses } from '../../http/refuses.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import type { StudentAnswer } from './answers.js';
import { ChangeStudentStatus } from './commands/change-student-status.js';
import type { StatusChangeKind } from './domain/student-status.js';
import { StudentWrites } from './student-writes.js';
import { changeStatusSchema, studentSchema } from './students.dto.js';

type ChangeStatusBody = z.output<typeof changeStatusSchema>;

const DATES = '`date_in_future`, `effective_date_too_early`';

@ApiTags('students')
@Controller('api/v1/students')
@Allow('bursar')
export class StudentStatusController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: StudentWrites,
  ) {}

  @Post(':id/withdraw')
  @HttpCode(200)
  @Effect()
  @ApiOperation({ summary: 'An active student leaves; payments are still taken' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 200, standardSchema: studentSchema })
  @ApiNotFoundResponse({ description: '`student_not_found`' })
  @Refuses({ 409: ['invalid_status'] })
  @ApiResponse({ status: 422, description: DATES })
  withdraw(
    @Req() request: IdentifiedRequest,
    @Param('id', { schema: uuidSchema }) id: string,
    @Body({ schema: changeStatusSchema }) body: ChangeStatusBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StudentAnswer> {
    return this.change({ id, kind: 'withdraw', body }, request, reply);
  }

  @Post(':id/graduate')
  @HttpCode(200)
  @Effect()
  @ApiOperation({ summary: 'An active student has completed the school' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 200, standardSchema: studentSchema })
  @ApiNotFoundResponse({ description: '`student_not_found`' })
  @Refuses({ 409: ['invalid_status'] })
  @ApiResponse({ status: 422, description: DATES })
  graduate(
    @Req() request: IdentifiedRequest,
    @Param('id', { schema: uuidSchema }) id: string,
    @Body({ schema: changeStatusSchema }) body: ChangeStatusBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StudentAnswer> {
    return this.change({ id, kind: 'graduate', body }, request, reply);
  }

  @Post(':id/readmit')
  @HttpCode(200)
  @Effect()
  @ApiOperation({ summary: 'A student who had left or graduated is active again' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 200, standardSchema: studentSchema })
  @ApiNotFoundResponse({ description: '`student_not_found`' })
  @Refuses({ 409: ['invalid_status'] })
  @ApiResponse({ status: 422, description: DATES })
  readmit(
    @Req() request: IdentifiedRequest,
    @Param('id', { schema: uuidSchema }) id: string,
    @Body({ schema: changeStatusSchema }) body: ChangeStatusBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StudentAnswer> {
    return this.change({ id, kind: 'readmit', body }, request, reply);
  }

  private async change(
    asked: { id: string; kind: StatusChangeKind; body: ChangeStatusBody },
    request: IdentifiedRequest,
    reply: FastifyReply,
  ): Promise<StudentAnswer> {
    const { effectiveDate: on, reason: note, reasonCode = 'other' } = asked.body;
    const change = { kind: asked.kind, on, reasonCode, note };
    const command = new ChangeStudentStatus(asked.id, change, this.writes.of(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
