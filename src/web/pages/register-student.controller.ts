// Registering a student.
import { Controller, Get, Inject, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { RegisterStudent } from '../../modules/students/index.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { FormSending } from '../form-sending.js';
import { studentPath, STUDENTS_PATH } from '../links.js';
import { registrationOf } from '../person-orders.js';
import { PersonPages } from '../person-pages.js';
import { fieldsOf } from '../sent-words.js';
import { PERSON_FIELD_OF_CODE, personValues } from '../student-form.js';
import { REGISTER_PATH } from '../student-links.js';
import { withQuery } from '../term-links.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

const REGISTERING = {
  what: 'the student',
  done: 'registered',
  warning: 'Do not register the child a second time.',
};

@ApiExcludeController()
@Controller('students/new')
@Allow('bursar')
@UseFilters(KeepFormFilter)
export class RegisterStudentPageController {
  constructor(
    private readonly pages: PersonPages,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
  ) {}

  @Get()
  async form(@Req() request: IdentifiedRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, await this.pages.register(request));
  }

  @Post()
  @Effect()
  async register(@Req() request: IdentifiedRequest, @Res() reply: FastifyReply): Promise<void> {
    const values = personValues(request.body);
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: PERSON_FIELD_OF_CODE,
      sent: {
        path: REGISTER_PATH,
        values: fieldsOf(request.body),
        words: REGISTERING,
        look: { path: STUDENTS_PATH, text: 'Look at the students' },
      },
      send: (key) => this.send(request, key),
      showAgain: ({ key, problem }) => this.pages.register(request, { values, key, problem }),
    });
  }

  private async send(request: IdentifiedRequest, key: string): Promise<string> {
    const body = registrationOf(personValues(request.body));
    const form = { key, path: '/api/v1/students', body };
    const done = await this.sender.send(request, form, (by) => new RegisterStudent(body, by));
    return withQuery(studentPath(done.answer.id), { after: done.consistencyToken });
  }
}
