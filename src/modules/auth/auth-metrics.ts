// Figures of log-ins and sessions, split by reason: what ends a session and what hides an outage must
// never look the same.
import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { METRICS } from '../../http/metrics.js';

@Injectable()
export class AuthMetrics {
  readonly commits: Counter<'outcome'>;
  readonly interrupted: Counter<'reason' | 'phase' | 'kind'>;
  readonly storeSeconds: Histogram<'op'>;
  readonly storeErrors: Counter<'op'>;
  readonly touches: Counter<'result'>;
  readonly unknownTokens: Counter;
  readonly droppedDeltas: Counter;
  readonly live: Gauge;
  readonly reaped: Counter;
  readonly logIns: Counter<'result'>;

  constructor(@Inject(METRICS) registry: Registry) {
    const registers = [registry];
    const counter = <L extends string = never>(name: string, help: string, ...labels: L[]) =>
      new Counter<L>({ name, help, labelNames: labels, registers });
    this.commits = counter('session_commit_total', 'Sessions at the end of a request', 'outcome');
    this.interrupted = counter(
      'session_interrupted_total',
      'Requests refused because their session was gone',
      'reason',
      'phase',
      'kind',
    );
    this.storeSeconds = new Histogram({
      name: 'session_store_seconds',
      help: 'Time of a call to the session store',
      labelNames: ['op'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
      registers,
    });
    this.storeErrors = counter('session_store_errors_total', 'Calls that the store failed', 'op');
    this.touches = counter('session_touch_total', 'Slides of the idle limit', 'result');
    this.unknownTokens = counter('session_unknown_token_total', 'Well-formed tokens nobody has');
    this.droppedDeltas = counter(
      'session_delta_dropped_total',
      'Changes given up because the answer was a failure',
    );
    this.live = new Gauge({ name: 'sessions_live', help: 'Sessions that count', registers });
    this.reaped = counter('session_reaped_total', 'Expired sessions ended or removed');
    this.logIns = counter('login_total', 'Log-ins', 'result');
  }
}
