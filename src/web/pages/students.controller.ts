// The list of students with what they owe.
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow } from '../../http/route-marks.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { StudentListQueries } from '../../projections/student-directory/student-list.queries.js';
import { studentsView } from '../answers/students-view.js';
import { Frames } from '../frames.js';
import { renderStudents } from '../html.js';
import { studentQueryOf } from '../student-query.js';
import { sendPage } from './answer.js';

const ROWS_A_PAGE = 50;
/** The most that one list gives: a list of the highest arrears has no further pages. */
const ROWS_OF_TOP_LIST = 200;

@ApiExcludeController()
@Controller('students')
export class StudentsPageController {
  constructor(
    private readonly students: StudentListQueries,
    private readonly frames: Frames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('bursar', 'cashier', 'auditor')
  async list(
    @Req() request: IdentifiedRequest,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { filter, cursor } = studentQueryOf(query);
    const rowsMax = filter.sort === '-outstanding' ? ROWS_OF_TOP_LIST : ROWS_A_PAGE;
    const [frame, page] = await Promise.all([
      this.frames.signedIn(request),
      this.students.list({ ...filter, limit: rowsMax, cursor }),
    ]);
    const asked = { filter, rowsMax, ...(cursor === undefined ? {} : { cursor }) };
    sendPage(reply, renderStudents(frame, studentsView(page, asked, this.clock.now())));
  }
}
