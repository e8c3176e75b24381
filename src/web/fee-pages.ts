// The page of a term's fees, drawn for a plain look, while it is edited, and after a refusal.
import { Inject, Injectable } from '@nestjs/common';
import type { IdentifiedRequest } from '../http/identity.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId, type Uuid } from '../kernel/ids.js';
import { TermQueries } from '../projections/calendar/term.queries.js';
import { FeeScheduleQueries } from '../projections/fee-schedule/fee-schedule.queries.js';
import { feeRows, feeScheduleView, typedLines } from './answers/fee-schedule-view.js';
import type { FormProblem } from './form-view-models.js';
import { Frames } from './frames.js';
import { READ_YOUR_WRITES, type ReadYourWrites } from './ports.js';
import { renderFeeSchedule } from './term-html.js';
import { feeSchedulePath } from './term-links.js';
import type { FeeLineValues, FeeScheduleForm, FeeScheduleView } from './term-view-models.js';
import type { SignedInFrame } from './view-models.js';

export interface FeePageState {
  readonly after?: string | undefined;
  /** The version that a redirect says was just published. */
  readonly published?: number;
  /** A term whose fees are the start of the form. */
  readonly copyFrom?: Uuid | undefined;
  /** What the form holds, where it was sent. */
  readonly typed?: {
    readonly key: string;
    readonly lines: readonly FeeLineValues[];
    /** The version that was edited; the one in force when absent. */
    readonly version?: number;
    readonly problem?: FormProblem;
  };
}

@Injectable()
export class FeePages {
  constructor(
    private readonly terms: TermQueries,
    private readonly fees: FeeScheduleQueries,
    private readonly frames: Frames,
    @Inject(READ_YOUR_WRITES) private readonly writes: ReadYourWrites,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found` (`term_not_found`). */
  async page(request: IdentifiedRequest, termId: Uuid, state: FeePageState): Promise<string> {
    if (state.after !== undefined) await this.writes.waitFor(state.after);
    const [frame, { term }, { items }, facts] = await Promise.all([
      this.frames.signedIn(request),
      this.terms.find(termId),
      this.terms.list(),
      this.fees.current(termId),
    ]);
    const others = items.filter(({ id }) => id !== termId);
    const view = feeScheduleView({ term, others }, facts, this.clock.now());
    const isEdited = frame.user.mayBill && !view.tooLong;
    return renderFeeSchedule(frame, {
      ...view,
      ...(state.published === undefined ? {} : { published: state.published }),
      ...(isEdited ? { form: await this.form(frame, view, state) } : {}),
    });
  }

  private async form(
    frame: SignedInFrame,
    view: FeeScheduleView,
    { typed, copyFrom }: FeePageState,
  ): Promise<FeeScheduleForm> {
    const path = feeSchedulePath(view.term.id);
    if (typed !== undefined) {
      const { key: idempotencyKey, ...rest } = typed;
      return { path, version: view.version, ...rest, idempotencyKey };
    }
    const copied = copyFrom === undefined ? undefined : await this.fees.current(copyFrom);
    const lines =
      copied?.feeSchedule === undefined ? view.lines : feeRows(copied.feeSchedule.lines);
    const idempotencyKey = randomId(this.clock.now());
    const { version } = view;
    return { path, version, idempotencyKey, lines: typedLines(lines, frame.currency) };
  }
}
