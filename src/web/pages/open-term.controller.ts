// Opening a term, on a page that says what it does.
import { Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { randomId } from '../../kernel/ids.js';
import { OpenTerm } from '../../modules/billing/index.js';
import { TermQueries } from '../../projections/calendar/term.queries.js';
import { openTermView } from '../answers/open-term-view.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { FormSending } from '../form-sending.js';
import type { FormProblem } from '../form-view-models.js';
import { Frames } from '../frames.js';
import { renderAction } from '../html.js';
import { knownId } from '../known-id.js';
import { LOOK_AT_TERMS } from '../sent-words.js';
import { openTermPath, termsPath } from '../term-links.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

const OPENING = { what: 'the term', done: 'opened', warning: 'Nothing is charged by it.' };

@ApiExcludeController()
@Controller('terms/:termId/open')
@Allow('bursar')
@UseFilters(KeepFormFilter)
export class OpenTermPageController {
  constructor(
    private readonly terms: TermQueries,
    private readonly frames: Frames,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async form(
    @Req() request: IdentifiedRequest,
    @Param('termId') termId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const key = randomId(this.clock.now());
    sendPage(reply, await this.page(request, termId, { key }));
  }

  @Post()
  @Effect()
  async open(
    @Req() request: IdentifiedRequest,
    @Param('termId') termId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: {},
      sent: { path: openTermPath(termId), values: {}, words: OPENING, look: LOOK_AT_TERMS },
      send: (key) => this.send(request, knownId(termId, 'term'), key),
      showAgain: (refused) => this.page(request, termId, refused),
    });
  }

  private async send(request: IdentifiedRequest, termId: string, key: string): Promise<string> {
    const form = { key, path: `/api/v1/terms/${termId}/open`, body: {} };
    const done = await this.sender.send(request, form, (by) => new OpenTerm(termId, by));
    const { answer, consistencyToken: after } = done;
    return termsPath({ schoolYear: answer.schoolYear, after });
  }

  private async page(
    request: IdentifiedRequest,
    termId: string,
    { key, problem }: { key: string; problem?: FormProblem },
  ): Promise<string> {
    const [frame, { term }, current] = await Promise.all([
      this.frames.signedIn(request),
      this.terms.find(knownId(termId, 'term')),
      this.terms.current(),
    ]);
    const form = { idempotencyKey: key, ...(problem === undefined ? {} : { problem }) };
    return renderAction(frame, openTermView(term, current.term, form));
  }
}
