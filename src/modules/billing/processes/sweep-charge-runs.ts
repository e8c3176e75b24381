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
import { PROCESS_CHECKPOINTS, type ProcessCheckpoints, type Sweeper } from '../ports.js';
import { OpenItems, type Meaning } from './open-items.js';
import { ChargeRunner } from './run-charges.js';
import { ChargeRunUndoer } from './undo-charge-run.js';

/** Younger ones are being worked on by whoever took the command. */
const AGE_MILLISECONDS_MIN = 5_000;
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

@Injectable()
export class ChargeRunSweeper implements Sweeper {
  readonly name = 'charge-runs';
  private readonly open: OpenItems<OpenRun>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(PROCESS_CHECKPOINTS) checkpoints: ProcessCheckpoints,
    private readonly log: CommandLog,
    private readonly runner: ChargeRunner,
    private readonly undoer: ChargeRunUndoer,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.open = new OpenItems({ name: this.name, store, checkpoints, meaningOf, logger });
  }

  async sweep(): Promise<void> {
    await this.open.refresh();
    const now = this.clock.now();
    for (const run of this.open.olderThan(AGE_MILLISECONDS_MIN, now)) {
      await this.resume(run, Math.abs(now.getTime() - run.at));
    }
  }

  private async resume(run: OpenRun, ageMilliseconds: number): Promise<void> {
    const { chargeRunId, step } = run;
    try {
      // In the background: a long run keeps no other process of the school waiting.
      if (step === 'committed') this.runner.begin(chargeRunId, run);
      if (step === 'cancelled' && ageMilliseconds > UNDER_WAY_MILLISECONDS_MAX) {
        this.undoer.begin(chargeRunId, run, { isLast: true });
      }
      if (step === 'planned' && ageMilliseconds > UNCOMMITTED_MILLISECONDS_MAX) {
        await this.putAway(run);
      }
    } catch (error) {
      this.logger.error({ error: String(error), chargeRunId }, 'a charge run is not finished');
    }
  }

  private async putAway({ chargeRunId, causationId, correlationId }: OpenRun): Promise<void> {
    const stream = chargeRunStreamOf(chargeRunId);
    await this.log.decideAndAppend({
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
