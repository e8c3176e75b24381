// GET /api/v1/students: the list with balances, and one student.
import { Controller, Get, Header, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow } from '../../http/route-marks.js';
import { uuidSchema } from '../../http/schema.js';
import type { Uuid } from '../../kernel/ids.js';
import { apiShape } from '../api-shape.js';
import { KnownInLog } from '../known-in-log.js';
import { StudentListQueries } from './student-list.queries.js';
import { StudentQueries } from './student.queries.js';
import { studentDetailsSchema, studentListQuerySchema, studentPageSchema } from './student.dto.js';

type StudentListQuery = z.output<typeof studentListQuerySchema>;

@ApiTags('students')
@Controller('api/v1/students')
@Allow('bursar', 'cashier', 'auditor')
export class StudentsController {
  constructor(
    private readonly students: StudentListQueries,
    private readonly details: StudentQueries,
    private readonly known: KnownInLog,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Students with what they owe in a term, page by page' })
  @ApiResponse({ status: 200, standardSchema: studentPageSchema })
  @Header('content-type', 'application/json; charset=utf-8')
  list(@Query({ schema: studentListQuerySchema }) query: StudentListQuery): Promise<string> {
    return this.students.listJson(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One student' })
  @ApiResponse({ status: 200, standardSchema: studentDetailsSchema })
  async find(
    @Param('id', { schema: uuidSchema }) id: Uuid,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { revision, ...student } = await this.known.answerOf(id, () => this.details.find(id));
    void reply.header('etag', `"${revision}"`);
    return apiShape(student);
  }
}
