// Shows what a charge run would charge, page by page, with the digest that commits it.
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AppError } from '../../../kernel/app-error.js';
import { isUuid, type Uuid } from '../../../kernel/ids.js';
import { amountFromEvent, amountToApi } from '../../../kernel/money.js';
import type { PlannedStudent } from '../domain/charge-run-plan.js';
import { ChargePlans } from '../processes/plan-charges.js';

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
    const after = page.cursor === undefined ? undefined : placeOf(page.cursor, termId, page.class);
    const plan = await this.plans.plan(termId, page.class);
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
          : cursorAt(last.studentId, termId, page.class),
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

/** A cursor carries its filters: used with others it is refused, not silently wrong. */
function cursorAt(studentId: Uuid, termId: Uuid, studentClass: string | undefined): string {
  const text = JSON.stringify([studentId, termId, studentClass ?? '']);
  return Buffer.from(text, 'utf8').toString('base64url');
}

function placeOf(cursor: string, termId: Uuid, studentClass: string | undefined): Uuid {
  const [studentId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').match(UUID) ?? [];
  if (isUuid(studentId) && cursorAt(studentId, termId, studentClass) === cursor) return studentId;
  throw new AppError('invalid', 'The cursor is not one of this list with these filters.', {
    code: 'bad_cursor',
  });
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
