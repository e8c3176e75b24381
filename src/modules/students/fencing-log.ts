// The command log that fences write through. A command that claims holds its own stream's turn; the
// fence of a claim may have to write to that very stream, so it has turns of its own. That is safe:
// turns only save work, the exact revision of each append decides who wins.

/** A second `CommandLog` over the same event store, for the fences of claims alone. */
export const FENCING_LOG = Symbol('FencingLog');

/** How a claim waits: real time, or a test's. */
export const TIMING = Symbol('Timing');
