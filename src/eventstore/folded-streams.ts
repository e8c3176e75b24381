// Loads: a stream's fold from the cache, brought up to date from the store. The cache is only ever a
// head start; the exact revision of an append, or a read from the next revision on, proves it.
import type { Fact, RecordedFact } from '../kernel/fact.js';
import type { CheckedFold } from './decide.js';
import type { FoldCache } from './fold-cache.js';
import { advanced, emptyStream, foldOver, type FoldedStream } from './folded-stream.js';
import type { EventStore, StoredEvent } from './port.js';
import type { EventRegistry } from './registry.js';

export class FoldedStreams {
  constructor(
    private readonly store: EventStore,
    private readonly registry: EventRegistry,
    private readonly cache: FoldCache,
  ) {}

  /** What this process knows of the stream, without asking the store. */
  cached<State, F extends Fact>(
    stream: string,
    fold: CheckedFold<State, F>,
  ): FoldedStream<State> | undefined {
    return this.cache.get(stream, fold);
  }

  /**
   * The stream as the store has it now.
   * @throws AppError `unavailable` (`store_unavailable`), `internal` (`unknown_event_type`).
   */
  async load<State, F extends Fact>(
    stream: string,
    fold: CheckedFold<State, F>,
  ): Promise<FoldedStream<State>> {
    const known = this.cache.get(stream, fold);
    if (known === undefined) return this.loadWhole(stream, fold);
    const tail = await this.store.readStream(stream, known.revision + 1);
    const [first] = tail;
    if (first === undefined) return known;
    // Another writer's bytes stand where this process believed its own.
    if (first.metadata.prevHash !== known.lastHash) return this.loadWhole(stream, fold);
    return this.add(stream, fold, { to: known, events: tail });
  }

  /**
   * Folds a stream that will be asked for soon, unless this process knows it.
   * @returns false, and reads nothing, when there is no room for it.
   * @throws AppError as `load`.
   */
  async preload<State, F extends Fact>(
    stream: string,
    fold: CheckedFold<State, F>,
  ): Promise<boolean> {
    if (this.cache.isHalfFull) return false;
    if (this.cache.get(stream, fold) === undefined) await this.loadWhole(stream, fold);
    return true;
  }

  /** Everything from the first event on, whatever the cache says. */
  async loadWhole<State, F extends Fact>(
    stream: string,
    fold: CheckedFold<State, F>,
  ): Promise<FoldedStream<State>> {
    this.cache.forget(stream);
    const events = await this.store.readStream(stream);
    return this.add(stream, fold, { to: emptyStream(fold.initialState), events });
  }

  /** The fold over stored events that follow a known one; remembered. */
  add<State, F extends Fact>(
    stream: string,
    fold: CheckedFold<State, F>,
    { to, events }: { to: FoldedStream<State>; events: readonly StoredEvent[] },
  ): FoldedStream<State> {
    const facts = this.factsOf<F>(events);
    const state = foldOver(fold, to.state, facts);
    const folded = advanced(to, facts, state);
    this.remember(stream, fold, folded);
    return folded;
  }

  /** Stored events in the newest version of their types. */
  factsOf<F extends Fact>(events: readonly StoredEvent[]): RecordedFact<F>[] {
    return events.map((event) => this.registry.upcast<F>(event));
  }

  remember<State, F extends Fact>(
    stream: string,
    fold: CheckedFold<State, F>,
    folded: FoldedStream<State>,
  ): void {
    if (folded.revision >= 0) this.cache.set(stream, fold, folded);
  }

  /** For a stream whose end is not known any more. */
  forget(stream: string): void {
    this.cache.forget(stream);
  }
}
