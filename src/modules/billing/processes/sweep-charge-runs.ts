// Charge runs that a crash left behind: a committed one goes on, a plan that nobody committed is put
// away.
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
import { chargeRunFold, putAway } from '../domain/charge-run.js';
import { chargeRunStreamOf } from '../domain/charge-run.events.js';
import { PROCESS_CHECKPOINTS, type ProcessCheckpoints, type Sweeper } from '../ports.js';
import { OpenItems, type Meaning } from './open-items.js';
import { ChargeRunner } from './run-charges.js';

/** Younger ones are being worked on by whoever took the command. */
const AGE_MILLISECONDS_MIN = 5_000;
const UNCOMMITTED_MILLISECONDS_MAX = 10 * 60_000;

interface PlannedRun {
  readonly chargeRunId: Uuid;
  readonly plannedAt: number;
  /** The commitment, or the plan as long as there is none. */
  readonly causationId: Uuid;
  readonly correlationId: Uuid;
}

@Injectable()
export class ChargeRunSweeper implements Sweeper {
  readonly name = 'charge-runs';
  private readonly open: OpenItems<PlannedRun>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(PROCESS_CHECKPOINTS) checkpoints: ProcessCheckpoints,
    private readonly log: CommandLog,
    private readonly runner: ChargeRunner,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.open = new OpenItems({ name: this.name, store, checkpoints, meaningOf, logger });
  }

  async sweep(): Promise<void> {
    await this.open.refresh();
    const now = this.clock.now();
    for (const run of this.open.olderThan(AGE_MILLISECONDS_MIN, now)) {
      await this.resume(run, now.getTime());
    }
  }

  private async resume(planned: PlannedRun, now: number): Promise<void> {
    const { chargeRunId, plannedAt, causationId, correlationId } = planned;
    try {
      const { state } = await this.log.load(chargeRunStreamOf(chargeRunId), chargeRunFold);
      if (state.committed) {
        // In the background: a long run keeps no other process of the school waiting.
        this.runner.begin(chargeRunId, { causationId, correlationId });
      } else if (now - plannedAt > UNCOMMITTED_MILLISECONDS_MAX) {
        await this.cancel(planned);
      }
    } catch (error) {
      this.logger.error({ error: String(error), chargeRunId }, 'a charge run is not finished');
    }
  }

  private async cancel({ chargeRunId, causationId, correlationId }: PlannedRun): Promise<void> {
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

function meaningOf(event: StoredEvent): Meaning<PlannedRun> | undefined {
  const { type, stream, id, metadata } = event;
  if (type === 'ChargeRunCompleted' || type === 'ChargeRunCancelled') {
    return { kind: 'closes', key: stream };
  }
  if (type !== 'ChargeRunPlanned' && type !== 'ChargeRunCommitted') return undefined;
  const item = {
    chargeRunId: stream.slice(chargeRunStreamOf('').length),
    plannedAt: Date.parse(metadata.recordedAt),
    causationId: id,
    correlationId: metadata.$correlationId,
  };
  return { kind: 'opens', key: stream, item };
}
