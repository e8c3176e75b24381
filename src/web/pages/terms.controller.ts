// Terms: the list, and a new one.
import { Body, Controller, Get, Inject, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { ScheduleTerm } from '../../modules/billing/index.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { filledText } from '../form-body.js';
import { FormSending } from '../form-sending.js';
import { TERMS_PATH } from '../links.js';
import { LOOK_AT_TERMS } from '../sent-words.js';
import { TERM_FIELD_OF_CODE, termRequestOf, termValues, type TermValues } from '../term-input.js';
import { termsPath } from '../term-links.js';
import { TermPages } from '../term-pages.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

const SCHEDULING = {
  what: 'the term',
  done: 'scheduled',
  warning: 'Do not schedule it a second time.',
};

@ApiExcludeController()
@Controller('terms')
export class TermsPageController {
  constructor(
    private readonly pages: TermPages,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
  ) {}

  @Get()
  @Allow('bursar', 'cashier', 'auditor')
  async list(
    @Req() request: IdentifiedRequest,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [schoolYear, after] = [filledText(query, 'schoolYear'), filledText(query, 'after')];
    const values = termValues(query);
    sendPage(reply, await this.pages.list(request, { schoolYear, after, values }));
  }

  @Post()
  @Allow('bursar')
  @Effect()
  @UseFilters(KeepFormFilter)
  async schedule(
    @Req() request: IdentifiedRequest,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const values = termValues(body);
    const { schoolYear } = values;
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: TERM_FIELD_OF_CODE,
      sent: { path: TERMS_PATH, values, words: SCHEDULING, look: LOOK_AT_TERMS },
      send: (key) => this.send(request, { key, values }),
      showAgain: (refused) => this.pages.list(request, { schoolYear, values, refused }),
    });
  }

  private async send(
    request: IdentifiedRequest,
    { key, values }: { key: string; values: TermValues },
  ): Promise<string> {
    const term = termRequestOf(values);
    const form = { key, path: '/api/v1/terms', body: term };
    const done = await this.sender.send(request, form, (by) => new ScheduleTerm(term, by));
    return termsPath({ schoolYear: term.schoolYear, after: done.consistencyToken });
  }
}
