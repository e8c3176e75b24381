// The one way in which facts get into the log: fold, decide, append at the exact revision, for every
// command of the system. What is particular to a command is in its request.
import { systemClock, type Clock } from '../kernel/clock.js';
import type { Fact } from '../kernel/fact.js';
import type { Uuid } from '../kernel/ids.js';
import { Codec } from './codec.js';
import { busy } from './command-refusals.js';
import { CommandRun, type CommandTools } from './command-run.js';
import type { CheckedFold, DecideAndAppend, Decided } from './decide.js';
import { FoldCache } from './fold-cache.js';
import type { FoldedStream } from './folded-stream.js';
import { FoldedStreams } from './folded-streams.js';
import type { EventStore } from './port.js';
import type { EventRegistry } from './registry.js';
import { Replays } from './replay.js';
import type { SubjectKeys } from './sealing.js';
import { AppendSettler } from './settle-append.js';
import { StreamMutex } from './stream-mutex.js';
import { realTiming, type Timing } from './timing.js';

export interface CommandLogOptions {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly keys: SubjectKeys;
  readonly clock?: Clock;
  readonly timing?: Timing;
  /** Asked at each append: the school draws its id at its first start. */
  schoolId(): Uuid;
  readonly appVersion: string;
  /** Memory for folds; 64 MiB holds some 2 000 active accounts. */
  readonly cacheBytesMax?: number;
}

/** A command has so long, the wait for its turn included. */
export const COMMAND_MILLISECONDS_MAX = 8000;
const CACHE_BYTES_MAX = 64 * 1024 * 1024;

export class CommandLog {
  private readonly mutex = new StreamMutex();
  private readonly tools: CommandTools;

  constructor(options: CommandLogOptions) {
    const { store, registry, keys, appVersion } = options;
    const timing = options.timing ?? realTiming;
    const cache = new FoldCache(options.cacheBytesMax ?? CACHE_BYTES_MAX);
    this.tools = {
      streams: new FoldedStreams(store, registry, cache),
      replays: new Replays(store, registry),
      codec: new Codec(registry, keys),
      settler: new AppendSettler(store, timing),
      clock: options.clock ?? systemClock,
      timing,
      schoolId: () => options.schoolId(),
      appVersion,
    };
  }

  /**
   * Runs one command on one stream: one append, no read while the cached fold holds.
   * @throws AppError what `decide` and `claim` refuse; `precondition_failed`; `rule_violated`
   *   (`idempotency_key_reused`, `command_too_large`); `unavailable`: `busy` (nothing written),
   *   `outcome_unknown` (`effect: "unknown"`; the same command settles it), `store_unavailable`,
   *   `store_full` (nothing written);
   *   `internal` (`append_refused`, `unknown_event_type`). SessionError from the gate.
   */
  async decideAndAppend<State, F extends Fact>(
    request: DecideAndAppend<State, F>,
  ): Promise<Decided<State, F>> {
    const deadline = this.tools.timing.now() + COMMAND_MILLISECONDS_MAX;
    const release = await this.mutex.acquire(request.stream, COMMAND_MILLISECONDS_MAX);
    if (release === undefined) throw busy(request.stream);
    try {
      return await new CommandRun(this.tools, request, deadline).run();
    } finally {
      release();
    }
  }

  /**
   * The stream as the store has it now: a cached fold is brought up to date with one read. For GETs
   * and processes; a stream without events is at revision −1 with the initial state.
   * @throws AppError `unavailable` (`store_unavailable`), `internal` (`unknown_event_type`).
   */
  load<State, F extends Fact>(
    stream: string,
    fold: CheckedFold<State, F>,
  ): Promise<FoldedStream<State>> {
    return this.tools.streams.load(stream, fold);
  }

  /**
   * Folds a stream ahead of the commands that will ask for it; half of the cache is for that.
   * @returns false when that half is full: there is no use in preloading more.
   * @throws AppError `unavailable` (`store_unavailable`), `internal` (`unknown_event_type`).
   */
  preload<State, F extends Fact>(stream: string, fold: CheckedFold<State, F>): Promise<boolean> {
    return this.tools.streams.preload(stream, fold);
  }
}
