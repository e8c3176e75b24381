// BatchAppend: many appends on one call, their chunks interleaved. Each correlation id gets exactly
// one reply, and none is invented: a client of this protocol cannot survive a second or unknown one.
import type { ServerDuplexStream } from '@grpc/grpc-js';
import type shared from '@eventstore/db-client/generated/shared_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ExpectedRevision } from '../log/expected-revision.js';
import type { EventLog } from '../log/event-log.js';
import { DiskFullError, StoreUnavailableError } from '../storage/errors.js';
import type { ProposedEvent } from '../storage/record.js';
import { batchFailure, batchOutcome, failureKindOf, type BatchFailure } from './batch-replies.js';
import {
  APPEND_BYTES_MAX,
  BadRequestError,
  dataBytes,
  expectedRevisionOf,
  proposedEventOf,
  streamNameOf,
} from './requests.js';
import type { RunningCalls } from './running-calls.js';
import { uuidBytes } from './uuid.js';

export type BatchCall = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** Chunks of an append must all have come within this time. */
const INCOMPLETE_MILLIS_MAX = 2_000;

interface OpenAppend {
  readonly correlationId: shared.UUID;
  readonly identifier: shared.StreamIdentifier;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly deadlineMillis: number;
  readonly events: ProposedEvent[];
  dataBytes: number;
  timer?: NodeJS.Timeout;
}

/** Serves one call until the client ends or drops it. */
export class BatchAppendCall {
  readonly #log: EventLog;
  readonly #call: BatchCall;
  readonly #calls: RunningCalls;
  readonly #open = new Map<string, OpenAppend>();
  /** Appends that were answered before their last chunk came; the rest of them is skipped. */
  readonly #answered = new Set<string>();
  #writing = 0;
  #hasEnded = false;

  constructor(log: EventLog, call: BatchCall, calls: RunningCalls) {
    this.#calls = calls;
    this.#log = log;
    this.#call = call;
    call.on('data', (request: streams.BatchAppendReq) => this.#receive(request));
    call.on('end', () => {
      this.#hasEnded = true;
      this.#endWhenDone();
    });
    call.on('cancelled', () => this.#dropOpen());
    call.on('error', () => this.#dropOpen());
  }

  #receive(request: streams.BatchAppendReq): void {
    const correlationId = request.getCorrelationId();
    const key = uuidBytes(correlationId)?.toString('hex');
    if (correlationId === undefined || key === undefined) return;
    if (this.#answered.has(key)) {
      if (request.getIsFinal()) this.#answered.delete(key);
      return;
    }
    try {
      this.#receiveChunk(key, correlationId, request);
    } catch (error) {
      if (!(error instanceof BadRequestError)) throw error;
      this.#refuse(key, request, { kind: 'BadRequest', message: error.message });
    }
  }

  #receiveChunk(key: string, correlationId: shared.UUID, request: streams.BatchAppendReq): void {
    const append = this.#open.get(key) ?? this.#begin(key, correlationId, request.getOptions());
    if (append === undefined) return;
    if (append.deadlineMillis <= this.#log.now())
      return this.#refuse(key, request, { kind: 'Timeout' });
    const events = request.getProposedMessagesList().map(proposedEventOf);
    append.events.push(...events);
    append.dataBytes += dataBytes(events);
    if (append.dataBytes > APPEND_BYTES_MAX)
      return this.#refuse(key, request, { kind: 'MaximumAppendSizeExceeded' });
    if (!request.getIsFinal()) return undefined;
    this.#close(key);
    return this.#write(append);
  }

  #begin(
    key: string,
    correlationId: shared.UUID,
    options: streams.BatchAppendReq.Options | undefined,
  ): OpenAppend | undefined {
    const identifier = options?.getStreamIdentifier();
    // A chunk of an append that never began has nobody who waits for its answer.
    if (options === undefined) return undefined;
    const stream = streamNameOf(identifier);
    if (identifier === undefined) return undefined;
    const revision = options.hasStreamPosition() ? options.getStreamPosition() : undefined;
    const append: OpenAppend = {
      correlationId,
      identifier,
      stream,
      expected: expectedRevisionOf(options, revision),
      deadlineMillis: options.getDeadline()?.toDate().getTime() ?? Infinity,
      events: [],
      dataBytes: 0,
    };
    const left = append.deadlineMillis - this.#log.now();
    append.timer = setTimeout(
      () => this.#timeOut(key, append),
      Math.min(Math.max(left, 0), INCOMPLETE_MILLIS_MAX),
    );
    this.#open.set(key, append);
    return append;
  }

  #timeOut(key: string, append: OpenAppend): void {
    this.#close(key);
    this.#answered.add(key);
    this.#send(batchFailure(append, { kind: 'Timeout' }));
    this.#endWhenDone();
  }

  #refuse(key: string, request: streams.BatchAppendReq, failure: BatchFailure): void {
    const identifier =
      this.#open.get(key)?.identifier ?? request.getOptions()?.getStreamIdentifier();
    this.#close(key);
    if (!request.getIsFinal()) this.#answered.add(key);
    this.#send(batchFailure({ correlationId: request.getCorrelationId(), identifier }, failure));
  }

  #write(append: OpenAppend): void {
    this.#writing += 1;
    this.#log
      .append(append.stream, append.expected, append.events)
      .then(
        (outcome) => this.#send(batchOutcome(append, outcome)),
        (error: unknown) => this.#fail(append, error),
      )
      .finally(() => {
        this.#writing -= 1;
        this.#endWhenDone();
      });
  }

  /** A store that takes no writes ends the call; a full disk is told to each append, with certainty. */
  #fail(append: OpenAppend, error: unknown): void {
    if (error instanceof StoreUnavailableError && !(error instanceof DiskFullError))
      this.#call.emit('error', this.#calls.statusOf(error));
    else this.#send(batchFailure(append, { kind: failureKindOf(error) }));
  }

  #close(key: string): void {
    clearTimeout(this.#open.get(key)?.timer);
    this.#open.delete(key);
  }

  #dropOpen(): void {
    for (const key of this.#open.keys()) this.#close(key);
  }

  #send(reply: streams.BatchAppendResp): void {
    if (!this.#call.cancelled && !this.#call.writableEnded) this.#call.write(reply);
  }

  #endWhenDone(): void {
    if (this.#hasEnded && this.#writing === 0 && this.#open.size === 0) this.#call.end();
  }
}
