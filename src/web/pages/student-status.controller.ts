// A student goes, finishes, or comes back.
import { Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import { isLocalDate } from '../../kernel/local-date.js';
import { ChangeStudentStatus } from '../../modules/students/index.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { FormSending } from '../form-sending.js';
import { refuseWrong } from '../form-problem.js';
import { knownId } from '../known-id.js';
import { PersonPages } from '../person-pages.js';
import { fieldsOf, sentPerson } from '../sent-words.js';
import { studentDetailsPath, studentStatusPath, type StatusVerb } from '../student-links.js';
import { withQuery } from '../term-links.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

interface Change {
  readonly studentId: Uuid;
  readonly verb: StatusVerb;
}

const FIELD_OF_CODE = {
  date_in_future: 'effectiveDate',
  effective_date_too_early: 'effectiveDate',
};

@ApiExcludeController()
@Controller('students/:studentId')
@Allow('bursar')
@UseFilters(KeepFormFilter)
export class StudentStatusPageController {
  constructor(
    private readonly pages: PersonPages,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
  ) {}

  @Get(['withdraw', 'graduate', 'readmit'])
  async form(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendPage(reply, await this.pages.status(request, changeOf(request, studentId)));
  }

  @Post(['withdraw', 'graduate', 'readmit'])
  @Effect()
  async change(
    @Req() request: IdentifiedRequest,
    @Param('studentId') studentId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const change = changeOf(request, studentId);
    const values = fieldsOf(request.body);
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: FIELD_OF_CODE,
      sent: sentPerson(pathOf(change), request.body, change.studentId),
      send: (key) => this.send(request, change, key),
      showAgain: ({ key, problem }) => this.pages.status(request, change, { values, key, problem }),
    });
  }

  private async send(request: IdentifiedRequest, change: Change, key: string): Promise<string> {
    const { studentId, verb: kind } = change;
    const values = fieldsOf(request.body);
    const on = (values['effectiveDate'] ?? '').trim();
    const reason = (values['reason'] ?? '').replace(/\s*[\r\n]+\s*/g, ' ').trim();
    if (!isLocalDate(on)) {
      refuseWrong([['effectiveDate', 'Enter the day from which it counts.']]);
      throw new TypeError('a day is wrong, and nothing says so');
    }
    const note = reason === '' ? {} : { note: reason.slice(0, 500) };
    const body = { effectiveDate: on, ...(reason === '' ? {} : { reason }) };
    const form = { key, path: `/api/v1${pathOf(change)}`, body };
    const status = { kind, on, reasonCode: 'other', ...note } as const;
    const { consistencyToken: after } = await this.sender.send(
      request,
      form,
      (by) => new ChangeStudentStatus(studentId, status, by),
    );
    return withQuery(studentDetailsPath(studentId), { after });
  }
}

/** The last part of the route says what happens. */
function changeOf(request: IdentifiedRequest, studentId: string): Change {
  const route = request.routeOptions.url ?? '';
  const verb = VERBS.find((candidate) => route.endsWith(`/${candidate}`));
  if (verb === undefined) throw new AppError('not_found', 'There is no such page.');
  return { studentId: knownId(studentId, 'student'), verb };
}

const VERBS: readonly StatusVerb[] = ['withdraw', 'graduate', 'readmit'];

function pathOf({ studentId, verb }: Change): string {
  return studentStatusPath(studentId, verb);
}
