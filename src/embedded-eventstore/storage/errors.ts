// What the storage layer refuses, by type, so that the edge can map each refusal to one status.

/** The store cannot take this call now or until it is restarted: disk full, a failed commit, shutdown. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
}

/** Nothing of the write is on the disk, and nothing of it will be; there may be space a moment later. */
export class DiskFullError extends StoreUnavailableError {
  override readonly name: string = 'DiskFullError';
}

/** What a store answers that takes no writes, by its state. */
export function refusalIn(
  state: 'read-only' | 'failed' | 'closed' | 'open',
): StoreUnavailableError {
  return state === 'read-only'
    ? new DiskFullError('the disk is full: the event store is read-only until there is free space')
    : new StoreUnavailableError(`the event store is ${state}: restart it`);
}

/** What is stored is not what was written. The answer is this error, never the damaged bytes. */
export class DamagedLogError extends Error {
  override readonly name = 'DamagedLogError';

  static at(position: number, what: string): DamagedLogError {
    return new DamagedLogError(`the record at position ${position} is damaged: ${what}`);
  }
}

/** The data directory belongs to another running server. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';

  constructor(directory: string) {
    super(`${directory} is already in use by another event store`);
  }
}
