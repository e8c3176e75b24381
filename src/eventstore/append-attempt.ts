// One attempt to append what was decided: chained to the event ahead, under ids of its own, and
// folded before it is written, so that a broken invariant stops it in time.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../kernel/clock.js';
import type { Fact, NewFact } from '../kernel/fact.js';
import { derivedId, eventIdOf, type Uuid } from '../kernel/ids.js';
import type { Codec, EncodedFacts } from './codec.js';
import { assertFits } from './command-refusals.js';
import type { DecideAndAppend } from './decide.js';
import { foldOver, type FoldedStream } from './folded-stream.js';
import { originOf } from './metadata.js';

export interface AttemptTools {
  readonly codec: Codec;
  readonly clock: Clock;
  /** Drawn at the first start of the school, so it is asked for each time. */
  schoolId(): Uuid;
  readonly appVersion: string;
}

/** Ready for the wire, with the state that it leads to. */
export interface AppendAttempt<State, F extends Fact> {
  readonly encoded: EncodedFacts<F>;
  readonly state: State;
}

/**
 * Ids hold for one attempt and its repeats alone: a process that writes a command which another has
 * written already gets a conflict, and answers from the log. With ids of the command the store would
 * take that for a repeat and keep the other's bytes, and this process would chain its next fact to a
 * hash that stands nowhere.
 * @throws AppError `rule_violated` (`command_too_large`); what `Codec.encode` throws.
 */
export async function preparedAttempt<State, F extends Fact>(
  tools: AttemptTools,
  request: DecideAndAppend<State, F>,
  decided: { facts: readonly NewFact<F>[]; on: FoldedStream<State>; now: Date },
): Promise<AppendAttempt<State, F>> {
  const { stream, fold, context } = request;
  const { facts, on, now } = decided;
  const attempt = request.attempt?.(on.state) ?? 0;
  const appendId = derivedId(context.commandId, randomUUID());
  const earlier = on.commands.get(context.commandId)?.facts ?? 0;
  const encoded = await tools.codec.encode(facts, {
    stream,
    firstRevision: on.revision + 1,
    prevHash: on.lastHash,
    origin: originOf(context, {
      now,
      previousRecordedAt: on.lastRecordedAt,
      schoolId: tools.schoolId(),
      appVersion: tools.appVersion,
    }),
    idOf: (n) => eventIdOf({ commandId: appendId, stream, attempt, index: earlier + n }),
  });
  assertFits(facts.length, encoded.bytes);
  return { encoded, state: foldOver(fold, on.state, encoded.facts) };
}
