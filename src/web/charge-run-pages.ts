// The pages of charge runs: what one would charge, and how far one is.
import { Inject, Injectable } from '@nestjs/common';
import type { IdentifiedRequest } from '../http/identity.js';
import { AppError } from '../kernel/app-error.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId, type Uuid } from '../kernel/ids.js';
import { localDateOf, type LocalDate } from '../kernel/local-date.js';
import type { PreviewAnswer } from '../modules/billing/index.js';
import { AccountQueries } from '../projections/account/account.queries.js';
import { TermQueries } from '../projections/calendar/term.queries.js';
import { FeeScheduleQueries } from '../projections/fee-schedule/fee-schedule.queries.js';
import { asOfNow } from './answers/as-of.js';
import { partOf, previewProblem, previewRow } from './answers/charge-run-preview-view.js';
import type { AskedRun } from './charge-run-input.js';
import type { ChargeRunPreviewView } from './charge-run-view-models.js';
import { CHARGE_RUN_PREVIEWS, type ChargeRunPreviews } from './command-sender.js';
import type { FormProblem } from './form-view-models.js';
import { Frames } from './frames.js';
import { renderChargeRunPreview } from './term-html.js';
import { chargeRunPreviewPath } from './term-links.js';

export interface AskedPreview extends AskedRun {
  /** Why the run that was just sent was refused, and the key of the next. */
  readonly refused?: { readonly key: string; readonly problem: FormProblem };
}

@Injectable()
export class ChargeRunPages {
  constructor(
    private readonly terms: TermQueries,
    private readonly fees: FeeScheduleQueries,
    private readonly accounts: AccountQueries,
    private readonly frames: Frames,
    @Inject(CHARGE_RUN_PREVIEWS) private readonly previews: ChargeRunPreviews,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found` (`term_not_found`). */
  async preview(request: IdentifiedRequest, termId: Uuid, asked: AskedPreview): Promise<string> {
    const now = this.clock.now();
    const [frame, { term, ...stamp }, { feeSchedule }] = await Promise.all([
      this.frames.signedIn(request),
      this.terms.find(termId),
      this.fees.current(termId),
    ]);
    const answer = await this.previews.preview(termId, asked.class);
    return renderChargeRunPreview(frame, {
      term: { id: term.id, name: term.name },
      asOf: asOfNow(stamp, now, previewAddress(termId, asked)),
      hasFees: (feeSchedule?.lines.length ?? 0) > 0,
      digest: answer.digest,
      ...(await this.lines(answer, asked.from)),
      ...stateOf(asked, now, localDateOf(now, frame.timeZone)),
    });
  }

  private async lines(
    answer: PreviewAnswer,
    from: Uuid | undefined,
  ): Promise<Pick<ChargeRunPreviewView, 'rows' | 'problems' | 'totals' | 'nextFrom'>> {
    const { shown, problems, problemCount, ...next } = partOf(answer, from);
    const account = ({ studentId }: { studentId: Uuid }) => this.accounts.account(studentId);
    const [rows, bad] = await Promise.all([
      Promise.all(shown.map(async (item) => previewRow(item, await account(item)))),
      Promise.all(problems.map(async (item) => previewProblem(item, await account(item)))),
    ]);
    const { amountMinor, ...counts } = answer.totals;
    const totals = { ...counts, amountMinor: BigInt(amountMinor), problems: problemCount };
    return { rows, problems: bad, totals, ...next };
  }
}

function previewAddress(
  termId: Uuid,
  { class: studentClass, effectiveDate, from }: AskedRun,
): string {
  return chargeRunPreviewPath(termId, { class: studentClass, effectiveDate, from });
}

function stateOf({ refused, ...asked }: AskedPreview, now: Date, today: LocalDate) {
  return {
    class: asked.class ?? '',
    effectiveDate: asked.effectiveDate ?? today,
    today,
    continued: asked.from !== undefined,
    idempotencyKey: refused?.key ?? randomId(now),
    ...(refused === undefined ? {} : { problem: refused.problem }),
  };
}

/** What the form says when its preview no longer holds. */
export function staleNotice(error: AppError): FormProblem | undefined {
  if (error.code !== 'preview_stale') return undefined;
  const message =
    'A student, a fee or a charge changed after you saw the preview. Nothing was charged. This is the new preview: look at it and charge again.';
  return { message, fields: [] };
}
