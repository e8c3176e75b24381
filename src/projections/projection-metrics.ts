// The projector's figures for Prometheus, asked for when they are scraped.
import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { METRICS } from '../http/metrics.js';
import { LOGGER, type Logger } from '../kernel/logger.js';
import { LagQueries, type Lag } from './lag.queries.js';
import { Runner } from './runner/runner.js';

@Injectable()
export class ProjectionMetrics implements OnModuleInit {
  private reading: Promise<Lag | undefined> | undefined;

  constructor(
    private readonly lag: LagQueries,
    private readonly runner: Runner,
    @Inject(LOGGER) private readonly logger: Logger,
    @Optional() @Inject(METRICS) private readonly registry?: Registry,
  ) {}

  onModuleInit(): void {
    if (this.registry !== undefined) this.register([this.registry]);
  }

  private register(registers: Registry[]): void {
    const gauge = (name: string, help: string, valueOf: (lag: Lag) => number) => {
      const read = () => this.readOnce();
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          const lag = await read();
          if (lag !== undefined) this.set(valueOf(lag));
        },
      });
    };
    const leads = () => (this.runner.state.kind === 'leading' ? 1 : 0);
    gauge('bursar_projection_leader', 'Whether this process leads', leads);
    gauge('bursar_projection_index', 'Log index of the last event applied', (lag) => lag.index);
    gauge('bursar_projection_lag_seconds', 'Age against the log', (lag) => lag.seconds);
    gauge('bursar_projection_lag_events', 'Events not applied, up to 1000', (lag) => lag.events);
    gauge('bursar_projection_heartbeat_seconds', 'Since the last sign of life', (lag) => {
      return lag.heartbeatSeconds;
    });
    gauge('bursar_projection_parked_students', 'Students to unpark', (lag) => lag.parked);
  }

  /** All gauges of one scrape ask at the same moment: one reading serves them. */
  private readOnce(): Promise<Lag | undefined> {
    this.reading ??= this.lagOrNothing().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** A store that is down must not take the other metrics with it; they keep their last value. */
  private async lagOrNothing(): Promise<Lag | undefined> {
    try {
      return await this.lag.lag();
    } catch (error) {
      this.logger.warn({ error: String(error) }, 'the lag of the projector is not known now');
      return undefined;
    }
  }
}
