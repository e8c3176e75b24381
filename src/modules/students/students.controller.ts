// /api/v1/students: registering and correcting. Lists and details are answered by the read models.
import { Body, Controller, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Refuses } from '../../http/refuses.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import type { StudentAnswer } from './answers.js';
import { CorrectStudent } from './commands/correct-student.js';
import { RegisterStudent } from './commands/register-student.js';
import { StudentWrites } from './student-writes.js';
import { patchStudentSchema, registerStudentSchema, studentSchema } from './students.dto.js';

type RegisterStudentBody = z.output<typeof registerStudentSchema>;
type PatchStudentBody = z.output<typeof patchStudentSchema>;

@ApiTags('students')
@Controller('api/v1/students')
export class StudentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly writes: StudentWrites,
  ) {}

  @Post()
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Register a student' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 201, standardSchema: studentSchema })
  @Refuses({ 409: ['duplicate_admission_no'] })
  async register(
    @Req() request: IdentifiedRequest,
    @Body({ schema: registerStudentSchema }) body: RegisterStudentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StudentAnswer> {
    const command = new RegisterStudent(body, this.writes.of(request));
    const answer = this.writes.answer(reply, await this.commands.execute(command));
    void reply.header('location', `/api/v1/students/${answer.id}`);
    return answer;
  }

  @Patch(':id')
  @Allow('bursar')
  @Effect()
  @ApiOperation({
    summary: 'Correct a student: a merge patch (RFC 7396), in which null takes a detail away',
    description: 'With `class` the student is in that class from `classFrom` on, today by default.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiResponse({ status: 200, standardSchema: studentSchema })
  @Refuses({
    404: ['student_not_found'],
    409: ['duplicate_admission_no', 'student_erased'],
    422: ['effective_date_too_early'],
  })
  async correct(
    @Req() request: IdentifiedRequest,
    @Param('id', { schema: uuidSchema }) id: string,
    @Body({ schema: patchStudentSchema }) body: PatchStudentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StudentAnswer> {
    const command = new CorrectStudent(id, body, this.writes.of(request));
    return this.writes.answer(reply, await this.commands.execute(command));
  }
}
