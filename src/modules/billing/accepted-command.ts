// A command that was accepted, from the log alone: its own facts and the fold up to the last of them.
import { Inject, Injectable } from '@nestjs/common';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  type EventRegistry,
  type EventStore,
} from '../../eventstore/index.js';
import type { Fact, Fold, RecordedFact } from '../../kernel/fact.js';
import type { Uuid } from '../../kernel/ids.js';

export interface AcceptedCommand<State, F extends Fact> {
  readonly facts: readonly RecordedFact<F>[];
  readonly state: State;
}

@Injectable()
export class AcceptedCommands {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_REGISTRY) private readonly registry: EventRegistry,
  ) {}

  /**
   * Nothing when the stream holds no fact of that command. O(events of the stream).
   * @throws AppError `unavailable` (`store_unavailable`).
   */
  async in<State, F extends Fact>(
    stream: string,
    fold: Fold<State, F>,
    commandId: Uuid,
  ): Promise<AcceptedCommand<State, F> | undefined> {
    const events = await this.store.readStream(stream);
    const all = events.map((event) => this.registry.upcast<F>(event));
    const end = all.findLastIndex(({ metadata }) => metadata.commandId === commandId);
    if (end === -1) return undefined;
    const upToIt = all.slice(0, end + 1);
    return {
      facts: upToIt.filter(({ metadata }) => metadata.commandId === commandId),
      state: upToIt.reduce((state, fact) => fold.evolve(state, fact), fold.initialState),
    };
  }
}
