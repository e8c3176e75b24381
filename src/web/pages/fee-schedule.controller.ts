// The fees of a term: looked at, edited line by line, and published as the next version.
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { isUuid, type Uuid } from '../../kernel/ids.js';
import { PublishFeeSchedule } from '../../modules/billing/index.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { edited, editedVersionOf, feeEditOf, feeLinesOf } from '../fee-form.js';
import { feeLinesBody, parseFeeLines } from '../fee-input.js';
import { FeePages } from '../fee-pages.js';
import { fieldText, filledText } from '../form-body.js';
import { FormSending, type Refused } from '../form-sending.js';
import { Frames } from '../frames.js';
import { knownId } from '../known-id.js';
import { sentFees } from '../sent-words.js';
import { feeSchedulePath } from '../term-links.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

@ApiExcludeController()
@Controller('terms/:termId/fee-schedule')
@UseFilters(KeepFormFilter)
export class FeeSchedulePageController {
  constructor(
    private readonly pages: FeePages,
    private readonly frames: Frames,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
  ) {}

  @Get()
  @Allow('bursar', 'cashier', 'auditor')
  async fees(
    @Req() request: IdentifiedRequest,
    @Param('termId') termId: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const published = Number(filledText(query, 'published') ?? Number.NaN);
    const copyFrom = filledText(query, 'copyFrom');
    const html = await this.pages.page(request, knownId(termId, 'term'), {
      after: filledText(query, 'after'),
      ...(Number.isInteger(published) ? { published } : {}),
      ...(copyFrom !== undefined && isUuid(copyFrom) ? { copyFrom } : {}),
    });
    sendPage(reply, html);
  }

  @Post()
  @Allow('bursar')
  @Effect()
  async edit(
    @Req() request: IdentifiedRequest,
    @Param('termId') termId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = knownId(termId, 'term');
    const lines = feeLinesOf(body);
    const edit = feeEditOf(body);
    if (edit === undefined) return this.publish({ request, reply, termId: id });
    const key = fieldText(body, 'idempotencyKey');
    const typed = { key, lines: edited(lines, edit), version: editedVersionOf(body) };
    sendPage(reply, await this.pages.page(request, id, { typed }));
  }

  private async publish(of: Publishing): Promise<void> {
    const { request, reply, termId } = of;
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: {},
      sent: sentFees(termId, request.body),
      send: (key) => this.send(of, key),
      showAgain: (refused) => this.again(of, refused),
    });
  }

  /** For the version that was edited: what somebody else published meanwhile is not overwritten. */
  private async send({ request, termId }: Publishing, key: string): Promise<string> {
    const { currency } = await this.frames.signedIn(request);
    const lines = parseFeeLines(feeLinesOf(request.body), currency);
    const form = { key, path: `/api/v1/terms/${termId}/fee-schedule`, body: feeLinesBody(lines) };
    const edits = editedVersionOf(request.body);
    const { answer, consistencyToken: after } = await this.sender.send(request, form, (by) => {
      const ifMatch = edits === 0 ? {} : { ifMatch: edits - 1 };
      return new PublishFeeSchedule(termId, lines, { ...by, ...ifMatch });
    });
    return feeSchedulePath(termId, { published: String(answer.version), after });
  }

  /** Whoever was overtaken sees that first, and may then publish over it knowingly. */
  private again(
    { request, termId }: Publishing,
    { key, problem, error }: Refused,
  ): Promise<string> {
    const lines = feeLinesOf(request.body);
    if (error.kind !== 'precondition_failed') {
      const version = editedVersionOf(request.body);
      return this.pages.page(request, termId, { typed: { key, lines, version, problem } });
    }
    const overtaken = { message: OVERTAKEN, fields: [] };
    return this.pages.page(request, termId, { typed: { key, lines, problem: overtaken } });
  }
}

interface Publishing {
  readonly request: IdentifiedRequest;
  readonly reply: FastifyReply;
  readonly termId: Uuid;
}

const OVERTAKEN =
  'Somebody else published a version while you were editing. Look at it in another window first; publishing now replaces it.';
