// What was done to the books as a whole, not to anybody's account, stream `operations-main`: read
// models made again, a student's rows mended, an event left out of them, a log that was restored.
import type { Fact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';

/** A new version of the read models serves. */
export interface ProjectionRebuiltData {
  /** n of the version's schema `rm_<n>`. */
  readonly version: string;
  /** Log index of the last event in it when it began to serve. */
  readonly throughIndex: string;
  /** By name: sums in minor units over all accounts, and row counts. */
  readonly controlTotals: Readonly<Record<string, string>>;
}

/** Why an event is left out: it can't be read, it contradicts the events before it, another reason. */
export type DiscardReason = 'unreadable' | 'contradictory' | 'other';

/** The read models leave one event out, now and in every rebuild. The log keeps it. */
export interface ParkedEventDiscardedData {
  readonly stream: string;
  readonly revision: string;
  readonly reasonCode: DiscardReason;
}

/** A parked student's rows were made again from the log. */
export interface StreamUnparkedData {
  readonly studentId: Uuid;
  /** Where the event is that the student was parked on. */
  readonly stream: string;
  readonly revision: string;
}

export type RestoreReason = 'backup_restored' | 'log_copied' | 'other';

/** From here on this is another log, whatever it has in common with an earlier one. */
export interface LogRestoredData {
  readonly newLogId: Uuid;
  /** Log index of the last event that was restored. */
  readonly throughIndex: string;
  readonly reasonCode: RestoreReason;
}

export type ProjectionRebuilt = Fact<'ProjectionRebuilt', ProjectionRebuiltData>;
export type ParkedEventDiscarded = Fact<'ParkedEventDiscarded', ParkedEventDiscardedData>;
export type StreamUnparked = Fact<'StreamUnparked', StreamUnparkedData>;
export type LogRestored = Fact<'LogRestored', LogRestoredData>;

export type OperationsFact =
  ProjectionRebuilt | ParkedEventDiscarded | StreamUnparked | LogRestored;

export const OPERATIONS_STREAM = 'operations-main';
