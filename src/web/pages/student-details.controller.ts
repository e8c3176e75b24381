// A student's details: looked at, and corrected on the revision that was looked at.
import { Controller, Get, Inject, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import type { Uuid } from '../../kernel/ids.js';
import { CorrectStudent } from '../../modules/students/index.js';
import { StudentQueries } from '../../projections/student-directory/student.queries.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { fieldText, filledText } from '../form-body.js';
import { FormSending, type Refused } from '../form-sending.js';
import { knownId } from '../known-id.js';
import { correctionOf } from '../person-orders.js';
import { PersonPages } from '../person-pages.js';
import { sentPerson } from '../sent-words.js';
import { PERSON_FIELD_OF_CODE, personValues } from '../student-form.js';
import { studentDetailsPath } from '../student-links.js';
import { withQuery } from '../term-links.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

@ApiExcludeController()
@Controller('students/:studentId/details')
@UseFilters(KeepFormFilter)
export class StudentDetailsPageController {
  constructor(
    private readonly pages: PersonPages,
    private readonly students: StudentQueries,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
  ) {}

  @Get()
  @Allow('bursar', 'cashier', 'auditor')
  async details(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = filledText(query, 'after');
    sendPage(reply, await this.pages.details(request, knownId(studentId, 'student'), { after }));
  }

  @Post()
  @Allow('bursar')
  @Effect()
  async correct(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = knownId(studentId, 'student');
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: PERSON_FIELD_OF_CODE,
      sent: sentPerson(studentDetailsPath(id), request.body, id),
      send: (key) => this.send(request, id, key),
      showAgain: (refused) => this.again(request, id, refused),
    });
  }

  private async send(request: IdentifiedRequest, id: Uuid, key: string): Promise<string> {
    const patch = correctionOf(personValues(request.body), await this.students.find(id));
    const revision = fieldText(request.body, 'revision');
    const ifMatch = /^\d{1,9}$/.test(revision) ? { ifMatch: Number(revision) } : {};
    const form = { key, path: `/api/v1/students/${id}`, body: patch };
    const { consistencyToken: after } = await this.sender.send(
      request,
      form,
      (by) => new CorrectStudent(id, patch, { ...by, ...ifMatch }),
    );
    return withQuery(studentDetailsPath(id), { after });
  }

  /** Whoever was overtaken sees what is known now beside the form, and may save it over. */
  private async again(request: IdentifiedRequest, id: Uuid, of: Refused): Promise<string> {
    const { key, problem, error } = of;
    const values = personValues(request.body);
    if (error.kind !== 'precondition_failed') {
      return this.pages.details(request, id, { typed: { values, key, problem } });
    }
    const { revision } = await this.students.find(id);
    const typed = { values: { ...values, revision: String(revision) }, key, problem: OVERTAKEN };
    return this.pages.details(request, id, { typed });
  }
}

const OVERTAKEN = {
  message:
    'Somebody else changed these details while you were typing. Compare them with what is known now; saving replaces it.',
  fields: [],
};
