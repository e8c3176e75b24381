// What students and billing need from elsewhere; the application binds it.
import type { LogPosition } from '../../eventstore/index.js';
import type { LocalDate } from '../../kernel/local-date.js';

/** Makes the opaque token with which a reader waits for a write. */
export interface ConsistencyTokenMaker {
  tokenOf(position: LogPosition): string;
}

export const CONSISTENCY_TOKENS = Symbol('ConsistencyTokens');

/** The school's calendar of days: in its time zone, whatever the server's is (rule 20). */
export interface SchoolDays {
  /**
   * How instants become days; without one, now does.
   * @throws AppError `unavailable` (`school_not_configured`, `store_unavailable`).
   */
  dayOf(): Promise<(instant?: Date) => LocalDate>;
}

export const SCHOOL_DAYS = Symbol('SchoolDays');
