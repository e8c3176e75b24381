// The page of one charge run, and the part of it that changes while the run goes on.
import { Inject, Injectable } from '@nestjs/common';
import type { IdentifiedRequest } from '../http/identity.js';
import { AppError } from '../kernel/app-error.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import type { Uuid } from '../kernel/ids.js';
import { TermQueries } from '../projections/calendar/term.queries.js';
import { ChargeRunQueries } from '../projections/charge-run/charge-run.queries.js';
import { chargeRunView } from './answers/charge-run-view.js';
import type { ChargeRunView } from './charge-run-view-models.js';
import { Frames } from './frames.js';
import { renderChargeRun, renderRunNotSeen } from './term-html.js';
import type { SignedInFrame } from './view-models.js';

@Injectable()
export class RunPages {
  constructor(
    private readonly runs: ChargeRunQueries,
    private readonly terms: TermQueries,
    private readonly frames: Frames,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The page as a document; of a run that was just begun also while it can't be seen yet. */
  async page(request: IdentifiedRequest, id: Uuid, isStale: boolean): Promise<string> {
    try {
      const { frame, view } = await this.run(request, id);
      return renderChargeRun(frame, view);
    } catch (error) {
      const isUnseen = error instanceof AppError && error.code === 'charge_run_not_found';
      if (!isStale || !isUnseen) throw error;
      return renderRunNotSeen(await this.frames.signedIn(request), id);
    }
  }

  /** @throws AppError `not_found` (`charge_run_not_found`). */
  async run(
    request: IdentifiedRequest,
    id: Uuid,
  ): Promise<{ readonly frame: SignedInFrame; readonly view: ChargeRunView }> {
    const [frame, progress, { items: students }] = await Promise.all([
      this.frames.signedIn(request),
      this.runs.progress(id),
      this.runs.students(id),
    ]);
    const { term } = await this.terms.find(progress.chargeRun.termId);
    const facts = { ...progress, students, term: { id: term.id, name: term.name } };
    return { frame, view: chargeRunView(facts, this.clock.now(), frame.user.mayBill) };
  }
}
