// What a command hands to the one loop that writes (decide-and-append): how to fold its stream, how
// to decide, who asks. Everything generic about a write is in the loop, everything about a rule in
// the decision.
import type { ActorRole, Fact, Fold, NewFact, RecordedFact } from '../kernel/fact.js';
import type { Uuid } from '../kernel/ids.js';
import type { LocalDate } from '../kernel/local-date.js';
import type { ExpectedRevision, LogPosition } from './port.js';

/** Who asks for what; becomes the metadata of each event. */
export interface CommandContext {
  readonly commandId: Uuid;
  readonly requestHash?: string;
  readonly principal: string;
  readonly actorRole: ActorRole;
  readonly correlationId: Uuid;
  /** Id of the event or command that caused this; the command itself when absent. */
  readonly causationId?: Uuid;
  readonly requestId?: string;
  readonly traceparent?: string;
}

/** What a decision may know beside the state. */
export interface Books {
  /** No effective date on or before this day is accepted; absent: nothing is closed yet. */
  readonly closedThrough: LocalDate | undefined;
}

/** Entry of commands with an effect: from `enter` to `leave` no logout and no closing gets between. */
export interface EffectGate {
  /** @throws SessionError when the session or token is dead: nothing was written. */
  enter(): Promise<GatePass>;
  /** What the last pass through the gate saw; for judging a command before it claims anything. */
  lastKnownBooks(): Books;
}

export interface GatePass {
  readonly books: Books;
  /** Gives the locks back; called once, right after the append, whatever its outcome. */
  leave(): void;
}

/** A fold whose invariants are asserted before each append and after each load. */
export interface CheckedFold<State, F extends Fact> extends Fold<State, F> {
  /** Throws AssertionFailed when a bug broke the state. */
  assertInvariants?(state: State): void;
}

export interface DecideAndAppend<State, F extends Fact> {
  readonly stream: string;
  /** A constant of the module: the cache tells folds of one stream apart by identity. */
  readonly fold: CheckedFold<State, F>;
  readonly context: CommandContext;
  /**
   * Pure; throws AppError to refuse. No facts: nothing to do, which is a success. The facts are
   * recorded as of `now`, however long a claim and the gate take, so a day read from it is theirs.
   */
  decide(state: State, books: Books, now: Date): readonly NewFact<F>[];
  /**
   * A cross-stream claim made after a first pure decision and before the gate; may be asked again.
   * `again`: the account must be read and decided anew.
   */
  claim?(facts: readonly NewFact<F>[], state: State): Promise<'claimed' | 'again'>;
  /** Attempt number in the ids of the events; above 0 only after this payment was fenced off. */
  attempt?(state: State): number;
  readonly gate?: EffectGate;
  /**
   * This command appends more than once to this stream (a plan in chunks, a claim taken back): one
   * that is known already is decided again instead of answered; no facts then means it is done.
   */
  readonly severalAppends?: boolean;
  /** `If-Match`: refused with `precondition_failed` when the stream is elsewhere. */
  readonly ifMatch?: ExpectedRevision;
}

/** What a command did. `state` is the fold up to its last event, also for a replay. */
export interface Decided<State, F extends Fact> {
  readonly facts: readonly RecordedFact<F>[];
  readonly state: State;
  /** Of the stream after the command; −1 when it has no events. */
  readonly revision: number;
  readonly position: LogPosition | undefined;
  /** The same command had been accepted before; nothing was appended now. */
  readonly replayed: boolean;
}
