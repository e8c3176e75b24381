// Shows what a charge run would charge, page by page, with the digest that commits it.
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Uuid } from '../../../kernel/ids.js';
import { amountFromEvent, amountToApi } from '../../../kernel/money.js';
import type { PlannedStudent } from '../domain/charge-run-plan.js';
import { ChargePlans } from '../processes/plan-charges.js';
import { previewCursor, previewPlace } from './preview-cursor.js';

export interface PreviewAnswer {
  readonly digest: string;
  readonly totals: {
    readonly students: number;
    readonly charges: number;
    readonly amountMinor: number;
  };
  readonly items: readonly {
    readonly studentId: Uuid;
    readonly lines: readonly {
      readonly feeCode: string;
      readonly description: string;
      readonly amountMinor: number;
      readonly dueOn: string;
      readonly instalment?: number;
    }[];
    /** Why this student can't be charged; stable, snake_case. */
    readonly problem?: string;
  }[];
  readonly nextCursor: string | null;
}

export class PreviewChargeRun extends Query<PreviewAnswer> {
  constructor(
    readonly termId: Uuid,
    readonly page: { class?: string; limit: number; cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(PreviewChargeRun)
export class PreviewChargeRunHandler implements IQueryHandler<PreviewChargeRun> {
  constructor(private readonly plans: ChargePlans) {}

  /** @throws AppError `not_found` (`term_not_found`) · `invalid` (`bad_cursor`). */
  async execute({ termId, page }: PreviewChargeRun): Promise<PreviewAnswer> {
    const { after, class: studentClass } = previewPlace(termId, page);
    const plan = await this.plans.plan(termId, studentClass);
    const rest = plan.items.filter(({ studentId }) => after === undefined || studentId > after);
    const items = rest.slice(0, page.limit);
    const last = items.at(-1);
    const { students, charges, amountMinor } = plan.totals;
    return {
      digest: plan.digest,
      totals: { students, charges, amountMinor: amountToApi(amountMinor) },
      items: items.map(itemAnswer),
      nextCursor:
        last === undefined || rest.length === items.length
          ? null
          : previewCursor(last.studentId, termId, studentClass),
    };
  }
}

function itemAnswer({ studentId, lines, problem }: PlannedStudent): PreviewAnswer['items'][number] {
  return {
    studentId,
    lines: lines.map(({ feeCode, description, amountMinor, dueOn, instalment }) => ({
      feeCode,
      description,
      amountMinor: amountToApi(amountFromEvent(amountMinor)),
      dueOn,
      ...(instalment === undefined ? {} : { instalment: Number(instalment.no) }),
    })),
    ...(problem === undefined ? {} : { problem }),
  };
}
