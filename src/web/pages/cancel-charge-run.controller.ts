// Cancelling a charge run, on a page that says what it does.
import { Controller, Get, Inject, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, Effect } from '../../http/route-marks.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { randomId, type Uuid } from '../../kernel/ids.js';
import { CancelChargeRun } from '../../modules/billing/index.js';
import { reasonOf, wrongReason } from '../actions/shared-fields.js';
import { cancelRunView, type CancelRunState } from '../answers/cancel-run-view.js';
import { COMMAND_SENDER, type CommandSender } from '../command-sender.js';
import { fieldText } from '../form-body.js';
import { refuseWrong } from '../form-problem.js';
import { FormSending } from '../form-sending.js';
import { renderAction } from '../html.js';
import { knownId } from '../known-id.js';
import { RunPages } from '../run-pages.js';
import { sentCancellation } from '../sent-words.js';
import { cancelChargeRunPath, chargeRunPath } from '../term-links.js';
import { sendPage } from './answer.js';
import { KeepFormFilter } from './keep-form.filter.js';

@ApiExcludeController()
@Controller('charge-runs/:chargeRunId/cancel')
@Allow('bursar')
@UseFilters(KeepFormFilter)
export class CancelChargeRunPageController {
  constructor(
    private readonly runs: RunPages,
    private readonly sending: FormSending,
    @Inject(COMMAND_SENDER) private readonly sender: CommandSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async form(
    @Req() request: IdentifiedRequest,
    @Param('chargeRunId') chargeRunId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const state = { idempotencyKey: randomId(this.clock.now()), reason: '' };
    sendPage(reply, await this.page(request, knownId(chargeRunId, 'charge_run'), state));
  }

  @Post()
  @Effect()
  async cancel(
    @Req() request: IdentifiedRequest,
    @Param('chargeRunId') chargeRunId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const id = knownId(chargeRunId, 'charge_run');
    const reason = fieldText(request.body, 'reason');
    await this.sending.answer({
      request,
      reply,
      fieldOfCode: {},
      sent: sentCancellation(id, reason),
      send: (key) => this.send(request, { id, reason, key }),
      showAgain: ({ key: idempotencyKey, problem }) =>
        this.page(request, id, { idempotencyKey, problem, reason }),
    });
  }

  private async send(
    request: IdentifiedRequest,
    { id, reason, key }: { id: Uuid; reason: string; key: string },
  ): Promise<string> {
    refuseWrong(wrongReason({ reason }));
    const body = { reason: reasonOf({ reason }) };
    const form = { key, path: `/api/v1${cancelChargeRunPath(id)}`, body };
    const done = await this.sender.send(request, form, (by) => new CancelChargeRun(id, body, by));
    return chargeRunPath(id, done.consistencyToken);
  }

  private async page(request: IdentifiedRequest, id: Uuid, state: CancelRunState): Promise<string> {
    const { frame, view } = await this.runs.run(request, id);
    return renderAction(frame, cancelRunView(view, state, frame.currency));
  }
}
