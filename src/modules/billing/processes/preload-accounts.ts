// The accounts that were written last are folded when the application has begun to serve, so that the
// first payments after a restart find them in memory. It is only a head start: one account after the
// other, in the background, and nobody waits for it.
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  CommandLog,
  EVENT_STORE,
  type EventStore,
  type LogPosition,
} from '../../../eventstore/index.js';
import { LOGGER, type Logger } from '../../../kernel/logger.js';
import { accountFold } from '../domain/student-account.fold.js';
import { accountStreamOf } from '../domain/student-account.events.js';

export interface PreloadLimits {
  readonly accountsMax: number;
  /** How far back the log is looked through. */
  readonly eventsMax: number;
}

const LIMITS: PreloadLimits = { accountsMax: 2_000, eventsMax: 20_000 };
const PAGE_EVENTS = 500;
const ACCOUNT_PREFIX = accountStreamOf('');

@Injectable()
export class AccountPreloader implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly log: CommandLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Begins; returns at once. A failure is told to the log: commands then read for themselves. */
  start(limits: PreloadLimits = LIMITS): void {
    this.running ??= this.run(limits);
  }

  /** Resolves when it has ended, of itself or because the application does. */
  async settled(): Promise<void> {
    await this.running;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.settled();
  }

  private async run(limits: PreloadLimits): Promise<void> {
    try {
      const accounts = await this.preload(limits);
      this.logger.debug({ accounts }, 'the accounts written last are in memory');
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'accounts could not be read ahead of their use');
    }
  }

  /** @returns how many accounts. */
  private async preload({ accountsMax, eventsMax }: PreloadLimits): Promise<number> {
    const seen = new Set<string>();
    for await (const stream of this.accountsBackwards(eventsMax)) {
      if (seen.has(stream)) continue;
      if (seen.size === accountsMax || this.stopping.signal.aborted) break;
      if (!(await this.log.preload(stream, accountFold))) break;
      seen.add(stream);
    }
    return seen.size;
  }

  /** Streams of accounts from the end of the log on, each as often as it was written. */
  private async *accountsBackwards(eventsMax: number): AsyncGenerator<string> {
    let from: LogPosition | undefined;
    for (let looked = 0; looked < eventsMax; looked += PAGE_EVENTS) {
      const place = from === undefined ? {} : { from };
      const page = await this.store.readAll({
        ...place,
        direction: 'backwards',
        count: PAGE_EVENTS,
      });
      from = page.at(-1)?.position;
      if (from === undefined) return;
      for (const { stream } of page) if (stream.startsWith(ACCOUNT_PREFIX)) yield stream;
    }
  }
}
