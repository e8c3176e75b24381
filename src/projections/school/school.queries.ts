// The school's settings in force.
import { Injectable } from '@nestjs/common';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Currency } from '../../kernel/money.js';
import { minor, ReadModels, type Stamp } from '../read-models.js';

export interface School {
  readonly id: Uuid;
  readonly name: string;
  readonly currency: Currency;
  /** Digits after the point: 0, 2 or 3. */
  readonly currencyExponent: number;
  /** IANA name. */
  readonly timeZone: string;
  /** `MM-DD`. */
  readonly schoolYearStartsOn: string;
  readonly fourEyesLimitMinor: bigint;
  readonly retentionYears: number;
}

type SchoolRow = Omit<School, 'fourEyesLimitMinor'> & { readonly fourEyesLimitMinor: number };

@Injectable()
export class SchoolQueries {
  constructor(private readonly readModels: ReadModels) {}

  /** @throws AppError `unavailable` (`school_not_configured`) before the first start is through. */
  async settings(): Promise<Stamp & { readonly school: School }> {
    const { rows, ...stamp } = await this.readModels.read<{ rows: SchoolRow }>((schema) => ({
      rows: `select school_id as id, name, currency, currency_exponent as "currencyExponent",
          time_zone as "timeZone", school_year_starts_on as "schoolYearStartsOn",
          four_eyes_limit_minor as "fourEyesLimitMinor", retention_years as "retentionYears"
        from ${schema}.school limit 1`,
    }));
    const row = rows[0];
    if (row === undefined) {
      throw new AppError('unavailable', 'The school is not set up yet; try again in a moment.', {
        code: 'school_not_configured',
        retryAfterSeconds: 2,
      });
    }
    return { ...stamp, school: { ...row, fourEyesLimitMinor: minor(row.fourEyesLimitMinor) } };
  }
}
