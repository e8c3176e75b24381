// A charge run: its preview, and the commitment of exactly that preview.
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { randomId, type Uuid } from '../../kernel/ids.js';
import { CommitChargeRun } from '../../modules/billing/index.js';
import { askedRunOf, chargeRunRequestOf } from '../charge-run-input.js';
import { ChargeRunPages, staleNotice } from '../charge-run-pages.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { FormSending, type Refused } from '../form-sending.js';
import { knownId } from '../known-id.js';
import { sentRun } from '../sent-words.js';
import { chargeRunPath } from '../term-links.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

@ApiExcludeController()
@Controller('terms/:termId/charge-run')
@Allow('bursar')
@UseFilters(KeepFormFilter)
export class ChargeRunPreviewPageController {
  constructor(
    private readonly pages: ChargeRunPages,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async preview(
    @Req() request: IdentifiedRequest,
    @Param('termId') termId: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = knownId(termId, 'term');
    sendPage(reply, await this.pages.preview(request, id, askedRunOf(query)));
  }

  @Post()
  @Effect()
  async commit(
    @Req() request: IdentifiedRequest,
    @Param('termId') termId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = knownId(termId, 'term');
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: {},
      sent: sentRun(id, body),
      send: (key) => this.send(request, id, key),
      showAgain: (refused) => this.again(request, id, refused),
    });
  }

  private async send(request: IdentifiedRequest, termId: Uuid, key: string): Promise<string> {
    const run = chargeRunRequestOf(request.body);
    const form = { key, path: `/api/v1/terms/${termId}/charge-runs`, body: run };
    const done = await this.sender.send(
      request,
      form,
      (by) => new CommitChargeRun(termId, run, by),
    );
    return chargeRunPath(done.answer.id, done.consistencyToken);
  }

  /** Another preview is another command: it gets a key of its own. */
  private again(request: IdentifiedRequest, termId: Uuid, of: Refused): Promise<string> {
    const key = randomId(this.clock.now());
    const problem = staleNotice(of.error) ?? of.problem;
    const asked = askedRunOf(request.body);
    return this.pages.preview(request, termId, { ...asked, refused: { key, problem } });
  }
}
