// /api/v1/students: registering. Lists and details are answered by the read models.
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CommandContexts } from '../../http/command-context.js';
import { identityOf, type IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { ifMatchOf, writeHeaders } from '../../http/write-answer.js';
import { EffectGates } from '../auth/index.js';
import type { StudentAnswer } from './answers.js';
import { RegisterStudent } from './commands/register-student.js';
import { CONSISTENCY_TOKENS, type ConsistencyTokenMaker } from './ports.js';
import { registerStudentSchema, studentSchema } from './students.dto.js';

type RegisterStudentBody = z.output<typeof registerStudentSchema>;

@ApiTags('students')
@Controller('api/v1/students')
export class StudentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly contexts: CommandContexts,
    private readonly gates: EffectGates,
    @Inject(CONSISTENCY_TOKENS) private readonly tokens: ConsistencyTokenMaker,
  ) {}

  @Post()
  @Allow('bursar')
  @Effect()
  @ApiOperation({ summary: 'Register a student' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiResponse({ status: 201, standardSchema: studentSchema })
  @ApiResponse({ status: 409, description: '`duplicate_admission_no`' })
  async register(
    @Req() request: IdentifiedRequest,
    @Body({ schema: registerStudentSchema }) body: RegisterStudentBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StudentAnswer> {
    const context = this.contexts.ofRequest(request);
    const gate = this.gates.gateFor(identityOf(request));
    const ifMatch = ifMatchOf(request);
    const by = { context, gate, ...(ifMatch === undefined ? {} : { ifMatch }) };
    const written = await this.commands.execute(new RegisterStudent(body, by));
    const { answer, revision, position, replayed } = written;
    const consistencyToken = position && this.tokens.tokenOf(position);
    writeHeaders(reply, { revision, replayed, consistencyToken });
    void reply.header('location', `/api/v1/students/${answer.id}`);
    return answer;
  }
}
