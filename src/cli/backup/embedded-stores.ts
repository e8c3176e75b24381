// What back-up and restore ask of whoever runs the embedded stores. The stores are processes of
// their own, so the commands know them by this interface alone.

export interface LogSummary {
  /** Without the store's own events: the log index of the last one. */
  readonly events: number;
  readonly firstEventId?: string;
  readonly lastEventId?: string;
  readonly bytes: number;
}

export interface RestoreSteps {
  /** Looks at the back-up before anything is made. `env` says which master key will be used. */
  check(env: NodeJS.ProcessEnv): Promise<void>;
  /** Copies the log to this path. */
  copyLog(into: string): Promise<LogSummary>;
  /** Fills the database and settles what a restored log needs; the stores of `env` run. */
  fill(env: NodeJS.ProcessEnv, log: LogSummary): Promise<void>;
}

export interface EmbeddedStores {
  /** @throws AppError `invalid` (`external_stores`) where a store of `env` is no embedded one. */
  assertEmbedded(env: NodeJS.ProcessEnv): void;
  /**
   * Copies the log of the running event store into a file that is not there yet, and reads it again.
   * @throws AppError `internal` (`log_damaged`); `unavailable` (`disk_full`, `snapshot_failed`).
   */
  snapshotLog(into: string): Promise<LogSummary>;
  /** Reads every record of a copy. @throws as `snapshotLog` */
  checkLog(file: string): Promise<LogSummary>;
  /**
   * Prepares restored books beside those that are there, and puts them in place when all is done.
   * @param replace  Books that are there are moved aside; nothing is ever deleted.
   * @param backup   Names the back-up: one whose restore was cut short at the very end is finished
   *   instead of begun anew.
   * @returns the folder that the former books were moved to, if there were any.
   * @throws AppError `conflict` (`data_directory_in_use`, `books_exist`); `invalid`
   *   (`external_stores`, `master_key_missing`); what the steps throw, after which nothing is changed.
   */
  restore(
    options: { replace: boolean; backup: string },
    steps: RestoreSteps,
  ): Promise<string | undefined>;
}
