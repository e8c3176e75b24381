// The answer to a command that was accepted before: the facts it stored and the fold up to the last
// of them, whatever happened on the stream since. Asked again it is the same answer, byte for byte.
import { AppError } from '../kernel/app-error.js';
import { present } from '../kernel/assert.js';
import type { Fact } from '../kernel/fact.js';
import type { CheckedFold, CommandContext, Decided } from './decide.js';
import { foldOver, type CommandMark, type FoldedStream } from './folded-stream.js';
import type { EventStore, StoredEvent } from './port.js';
import type { EventRegistry } from './registry.js';

export interface Accepted<State, F extends Fact> {
  readonly stream: string;
  readonly fold: CheckedFold<State, F>;
  readonly context: CommandContext;
  readonly mark: CommandMark;
  readonly folded: FoldedStream<State>;
}

export class Replays {
  constructor(
    private readonly store: EventStore,
    private readonly registry: EventRegistry,
  ) {}

  /**
   * Reads what the command stored, from the store and not from memory.
   * @throws AppError `rule_violated` (`idempotency_key_reused`) when the key came with another
   *   request; `unavailable` (`store_unavailable`).
   */
  async answer<State, F extends Fact>(accepted: Accepted<State, F>): Promise<Decided<State, F>> {
    const { stream, fold, context, mark, folded } = accepted;
    if (mark.requestHash !== context.requestHash) throw keyReused(context);
    const isNewest = mark.lastRevision === folded.revision;
    const from = isNewest ? mark.firstRevision : 0;
    const events = await this.store.readStream(stream, from, mark.lastRevision - from + 1);
    const facts = events.map((event) => this.registry.upcast<F>(event));
    const own = facts.filter(({ metadata }) => metadata.commandId === context.commandId);
    return {
      facts: own,
      state: isNewest ? folded.state : foldOver(fold, fold.initialState, facts),
      revision: mark.lastRevision,
      position: lastOf(events).position,
      replayed: true,
    };
  }
}

function lastOf(events: readonly StoredEvent[]): StoredEvent {
  return present(events.at(-1), 'the last fact of an accepted command');
}

function keyReused({ commandId }: CommandContext): AppError {
  const message = `This Idempotency-Key was used for another request (command ${commandId}).`;
  return new AppError('rule_violated', message, {
    code: 'idempotency_key_reused',
    extra: { effect: 'none' },
  });
}
