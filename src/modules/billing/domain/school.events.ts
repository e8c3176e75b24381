// What can happen to the school's settings, stream `school-main`. Every change is a full new value.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { Currency } from '../../../kernel/money.js';

export interface SchoolConfiguredData {
  /** Drawn at the first start; never changes. */
  readonly schoolId: Uuid;
  readonly name: string;
  readonly currency: Currency;
  /** Digits after the point of the currency, "0", "2" or "3". */
  readonly currencyExponent: string;
  /** IANA time zone; "today" is the day there. */
  readonly timeZone: string;
  /** `MM-DD`. */
  readonly schoolYearStartsOn: string;
  /** Minor units; above it a second person must agree. */
  readonly fourEyesLimitMinor: string;
  /** Whole years that personal data is kept after a student has left. */
  readonly retentionYears: string;
}

export type SchoolConfigured = Fact<'SchoolConfigured', SchoolConfiguredData>;
export type SchoolFact = SchoolConfigured;

export const SCHOOL_STREAM = 'school-main';
