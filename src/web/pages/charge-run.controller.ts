// How far a charge run is. Reading it again and again is no activity of a person: it extends no session.
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow, NoTouch } from '../../http/route-marks.js';
import { filledText } from '../form-body.js';
import { knownId } from '../known-id.js';
import { READ_YOUR_WRITES, type ReadYourWrites } from '../ports.js';
import { RunPages } from '../run-pages.js';
import { renderRunProgress } from '../term-html.js';
import { sendPage } from './answer.js';

@ApiExcludeController()
@Controller('charge-runs/:chargeRunId')
@Allow('bursar', 'auditor')
export class ChargeRunPageController {
  constructor(
    private readonly pages: RunPages,
    @Inject(READ_YOUR_WRITES) private readonly writes: ReadYourWrites,
  ) {}

  @Get()
  async run(
    @Req() request: IdentifiedRequest,
    @Param('chargeRunId') chargeRunId: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = filledText(query, 'after');
    const { stale } = token === undefined ? { stale: false } : await this.writes.waitFor(token);
    sendPage(reply, await this.pages.page(request, knownId(chargeRunId, 'charge_run'), stale));
  }

  @Get('progress')
  @NoTouch()
  async progress(
    @Req() request: IdentifiedRequest,
    @Param('chargeRunId') chargeRunId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame, view } = await this.pages.run(request, knownId(chargeRunId, 'charge_run'));
    sendPage(reply, renderRunProgress(frame, view));
  }
}
