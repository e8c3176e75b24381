// The figures of the current term; also where the bare address leads.
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { IdentifiedRequest } from '../../http/identity.js';
import { Allow } from '../../http/route-marks.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { DashboardQueries } from '../../projections/dashboard/dashboard.queries.js';
import { dashboardView } from '../answers/dashboard-view.js';
import { Frames } from '../frames.js';
import { renderDashboard } from '../html.js';
import { DASHBOARD_PATH } from '../links.js';
import { seeOther, sendPage } from './answer.js';

@ApiExcludeController()
@Controller()
export class DashboardPageController {
  constructor(
    private readonly figures: DashboardQueries,
    private readonly frames: Frames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('bursar', 'auditor', 'cashier')
  home(@Res() reply: FastifyReply): void {
    seeOther(reply, DASHBOARD_PATH);
  }

  @Get('dashboard')
  @Allow('bursar', 'auditor', 'cashier')
  async dashboard(@Req() request: IdentifiedRequest, @Res() reply: FastifyReply): Promise<void> {
    const now = this.clock.now();
    const [frame, figures] = await Promise.all([
      this.frames.signedIn(request),
      this.figures.figures(undefined, now),
    ]);
    sendPage(reply, renderDashboard(frame, dashboardView(figures, now)));
  }
}
