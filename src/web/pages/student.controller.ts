// One student's account, and the form on it.
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow } from '../../http/route-marks.js';
import { filledText } from '../form-body.js';
import { READ_YOUR_WRITES, type ReadYourWrites } from '../ports.js';
import { askedOf } from '../student-asked.js';
import { StudentPages } from '../student-pages.js';
import { sendPage } from './answer.js';

@ApiExcludeController()
@Controller('students')
export class StudentPageController {
  constructor(
    private readonly pages: StudentPages,
    @Inject(READ_YOUR_WRITES) private readonly writes: ReadYourWrites,
  ) {}

  @Get(':studentId')
  @Allow('bursar', 'cashier', 'auditor')
  async account(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = filledText(query, 'after');
    const { stale } = token === undefined ? { stale: false } : await this.writes.waitFor(token);
    const html = await this.pages.render(request, studentId, { ...askedOf(query), stale });
    sendPage(reply, html);
  }
}
