// A stream, folded: the state that decisions are made on, and what the loop needs beside it: which
// commands were accepted where, and where the hash chain stands.
import { assert } from '../kernel/assert.js';
import type { Fact, RecordedFact } from '../kernel/fact.js';
import type { Uuid } from '../kernel/ids.js';
import type { CheckedFold } from './decide.js';
import { FIRST_PREVIOUS_HASH } from './hash-chain.js';

/** An accepted command: where its facts stand in the stream, and what it asked. */
export interface CommandMark {
  readonly firstRevision: number;
  readonly lastRevision: number;
  readonly facts: number;
  readonly requestHash: string | undefined;
}

export interface FoldedStream<State> {
  /** Of the last event; −1 when there is none. */
  readonly revision: number;
  readonly state: State;
  /** Shared by all later states of the stream, so it may know more than `revision` tells. */
  readonly commands: Map<Uuid, CommandMark>;
  readonly lastHash: string;
  /** Empty when there is no event. */
  readonly lastRecordedAt: string;
  /** Of the facts folded, roughly; what the cache counts. */
  readonly bytes: number;
}

export function emptyStream<State>(initialState: State): FoldedStream<State> {
  return {
    revision: -1,
    state: initialState,
    commands: new Map(),
    lastHash: FIRST_PREVIOUS_HASH,
    lastRecordedAt: '',
    bytes: 0,
  };
}

/** The state after more facts, its invariants asserted. */
export function foldOver<State, F extends Fact>(
  fold: CheckedFold<State, F>,
  state: State,
  facts: Iterable<F>,
): State {
  let folded = state;
  for (const fact of facts) folded = fold.evolve(folded, fact);
  fold.assertInvariants?.(folded);
  return folded;
}

/**
 * The stream after facts that are stored in it, in order and without a gap. `state` is the fold
 * over them.
 */
export function advanced<State>(
  folded: FoldedStream<State>,
  facts: readonly RecordedFact[],
  state: State,
): FoldedStream<State> {
  const last = facts.at(-1);
  if (last === undefined) return folded;
  const { commands } = folded;
  let { revision, bytes } = folded;
  for (const fact of facts) {
    assert(fact.revision === revision + 1, 'the facts of a stream follow each other');
    revision = fact.revision;
    mark(commands, fact);
    bytes += BYTES_PER_FACT + sizeOf(fact.data);
  }
  const { hash, recordedAt } = last.metadata;
  return { revision, state, commands, lastHash: hash, lastRecordedAt: recordedAt, bytes };
}

/** A fold keeps of a fact about what was in it, and the mark of its command. */
const BYTES_PER_FACT = 300;

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  let size = 0;
  for (const key in value) size += key.length + sizeOf(Reflect.get(value, key));
  return size;
}

function mark(commands: Map<Uuid, CommandMark>, { revision, metadata }: RecordedFact): void {
  const known = commands.get(metadata.commandId);
  // A reader beside the writer folds the same facts once more.
  if (known !== undefined && known.lastRevision >= revision) return;
  commands.set(metadata.commandId, {
    firstRevision: known?.firstRevision ?? revision,
    lastRevision: revision,
    facts: (known?.facts ?? 0) + 1,
    requestHash: metadata.requestHash,
  });
}
