// The list of terms, drawn for a plain look and after a term that was refused.
import { Inject, Injectable } from '@nestjs/common';
import type { IdentifiedRequest } from '../http/identity.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId } from '../kernel/ids.js';
import { localDateOf } from '../kernel/local-date.js';
import { TermQueries } from '../projections/calendar/term.queries.js';
import { DashboardQueries } from '../projections/dashboard/dashboard.queries.js';
import { shownYear, termsOf, termsView } from './answers/terms-view.js';
import type { FormProblem } from './form-view-models.js';
import { Frames } from './frames.js';
import { READ_YOUR_WRITES, type ReadYourWrites } from './ports.js';
import { renderTerms } from './term-html.js';
import { termForm, type TermValues } from './term-input.js';

export interface TermsPageState {
  /** The newest one with terms when absent or unknown. */
  readonly schoolYear: string | undefined;
  /** Token of a write that the page waits for. */
  readonly after?: string | undefined;
  /** What the form holds; empty where nothing was typed yet. */
  readonly values: TermValues;
  readonly refused?: { readonly key: string; readonly problem: FormProblem };
}

@Injectable()
export class TermPages {
  constructor(
    private readonly terms: TermQueries,
    private readonly figures: DashboardQueries,
    private readonly frames: Frames,
    @Inject(READ_YOUR_WRITES) private readonly writes: ReadYourWrites,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(request: IdentifiedRequest, state: TermsPageState): Promise<string> {
    if (state.after !== undefined) await this.writes.waitFor(state.after);
    const now = this.clock.now();
    const [frame, terms] = await Promise.all([this.frames.signedIn(request), this.terms.list()]);
    const schoolYear = shownYear(terms.items, state.schoolYear);
    const shown = termsOf(terms.items, schoolYear);
    const figures = await Promise.all(shown.map(({ id }) => this.figures.figures(id, now)));
    const view = termsView(terms, schoolYear, { figures, now });
    const form = this.form(state, schoolYear ?? localDateOf(now, frame.timeZone).slice(0, 4));
    return renderTerms(frame, { ...view, ...(frame.user.mayBill ? { form } : {}) });
  }

  private form({ values, refused }: TermsPageState, schoolYear: string) {
    const filled = values.schoolYear === '' ? { ...values, schoolYear } : values;
    return termForm(
      refused === undefined
        ? { key: randomId(this.clock.now()), values: filled }
        : { ...refused, values },
    );
  }
}
