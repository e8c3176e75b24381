// Charge runs that a crash left behind: a committed one goes on, a cancelled one is undone, a plan that
// nobody committed is put away.
import { Inject, Injectable } from '@nestjs/common';
import {
  CommandLog,
  EVENT_STORE,
  type EventStore,
  type StoredEvent,
} from '../../../eventstore/index.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { commandIdOf, type Uuid } from '../../../kernel/ids.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { putAway } from '../domain/cancel-charge-run.js';
import { chargeRunFold } from '../domain/charge-run.js';
import { chargeRunStreamOf } from '../domain/charge-run.events.js';
import { PROCESS_CHECKPOINTS, type ProcessCheckpoints } from '../ports.js';
import type { Meaning } from './open-items.js';
import { PromiseSweeper } from './promise-sweeper.js';
import { ChargeRunner } from './run-charges.js';
import { ChargeRunUndoer } from './undo-charge-run.js';

const UNCOMMITTED_MILLISECONDS_MAX = 10 * 60_000;
/** Longer than any command lives, its append in doubt included: then no charge comes any more. */
const UNDER_WAY_MILLISECONDS_MAX = 15_000;

interface OpenRun {
  readonly chargeRunId: Uuid;
  /** The last step that the run has taken. */
  readonly step: 'planned' | 'committed' | 'cancelled';
  readonly at: number;
  /** That step's event. */
  readonly causationId: Uuid;
  readonly correlationId: Uuid;
}

interface RunTools {
  readonly log: CommandLog;
  readonly runner: ChargeRunner;
  readonly undoer: ChargeRunUndoer;
  readonly clock: Clock;
}

@Injectable()
export class ChargeRunSweeper extends PromiseSweeper<OpenRun> {
  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(PROCESS_CHECKPOINTS) checkpoints: ProcessCheckpoints,
    log: CommandLog,
    runner: ChargeRunner,
    undoer: ChargeRunUndoer,
    @Inject(CLOCK) clock: Clock,
    @Inject(LOGGER) logger: Logger,
  ) {
    const keep = (run: OpenRun) => resume(run, { log, runner, undoer, clock });
    super({ name: 'charge-runs', meaningOf, keep }, { store, checkpoints, clock, logger });
  }
}

async function resume(run: OpenRun, { log, runner, undoer, clock }: RunTools): Promise<void> {
  const { chargeRunId, step } = run;
  const ageMilliseconds = Math.abs(clock.now().getTime() - run.at);
  // In the background: a long run keeps no other process of the school waiting.
  if (step === 'committed') runner.begin(chargeRunId, run);
  if (step === 'cancelled' && ageMilliseconds > UNDER_WAY_MILLISECONDS_MAX) {
    undoer.begin(chargeRunId, run, { isLast: true });
  }
  if (step === 'planned' && ageMilliseconds > UNCOMMITTED_MILLISECONDS_MAX) {
    await putRunAway(log, run);
  }
}

async function putRunAway(log: CommandLog, run: OpenRun): Promise<void> {
  const { chargeRunId, causationId, correlationId } = run;
  const stream = chargeRunStreamOf(chargeRunId);
  await log.decideAndAppend({
    stream,
    fold: chargeRunFold,
    context: {
      commandId: commandIdOf(stream, 'cancelled'),
      principal: 'system:charge-run',
      actorRole: 'system',
      causationId,
      correlationId,
    },
    decide: putAway,
  });
}

function meaningOf(event: StoredEvent): Meaning<OpenRun> | undefined {
  const { type, stream, id, data, metadata } = event;
  if (isEnd(type, data)) return { kind: 'closes', key: stream };
  const step = STEPS[type];
  if (step === undefined) return undefined;
  const item = {
    chargeRunId: stream.slice(chargeRunStreamOf('').length),
    step,
    at: Date.parse(metadata.recordedAt),
    causationId: id,
    correlationId: metadata.$correlationId,
  };
  return { kind: 'opens', key: stream, item };
}

const STEPS: Readonly<Record<string, OpenRun['step'] | undefined>> = {
  ChargeRunPlanned: 'planned',
  ChargeRunCommitted: 'committed',
  ChargeRunCancelled: 'cancelled',
};

function isEnd(type: string, data: StoredEvent['data']): boolean {
  if (type === 'ChargeRunCancelled') return data['reasonCode'] === 'never_committed';
  return type === 'ChargeRunCompleted' || type === 'ChargeRunUndone';
}
