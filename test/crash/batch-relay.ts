// One call of BatchAppend: chunks are put together to appends, each is asked about, and the answers
// find their way back by correlation id.
import type { ServerDuplexStream } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { batchFailure } from '../../src/embedded-eventstore/grpc/batch-replies.js';
import type { CutAppends, WireAppend } from './cut-appends.js';
import type { Far } from './append-relay.js';

interface Relayed {
  readonly chunks: Buffer[];
  readonly requests: streams.BatchAppendReq[];
}

export class BatchRelay {
  private readonly arriving = new Map<string, Relayed>();
  private readonly underWay = new Map<string, { append: WireAppend; cut: CutAppends }>();

  constructor(
    private readonly near: ServerDuplexStream<Buffer, Buffer>,
    private readonly far: Far,
    private readonly cutOf: (append: WireAppend) => CutAppends | undefined,
  ) {}

  start(): void {
    this.near.on('data', (chunk: Buffer) => this.receive(chunk));
    this.far.on('data', (reply: Buffer) => this.answer(reply));
  }

  private receive(chunk: Buffer): void {
    const request = streams.BatchAppendReq.deserializeBinary(chunk);
    const id = keyOf(request);
    const relayed = this.arriving.get(id) ?? { chunks: [], requests: [] };
    relayed.chunks.push(chunk);
    relayed.requests.push(request);
    this.arriving.set(id, relayed);
    if (!request.getIsFinal()) return;
    this.arriving.delete(id);
    const append = appendOf(relayed.requests);
    const cut = this.cutOf(append);
    const forward = () => {
      if (cut !== undefined) this.underWay.set(id, { append, cut });
      for (const one of relayed.chunks) this.far.write(one);
    };
    if (cut === undefined) forward();
    else cut.request({ forward, refuse: () => this.refuse(relayed.requests) });
  }

  /** For good, so that a process that is as good as dead holds up nobody else until it is killed. */
  private refuse([first]: readonly streams.BatchAppendReq[]): void {
    const identifier = first?.getOptions()?.getStreamIdentifier();
    const to = { correlationId: first?.getCorrelationId(), identifier };
    this.near.write(
      Buffer.from(batchFailure(to, { kind: 'MaximumAppendSizeExceeded' }).serializeBinary()),
    );
  }

  private answer(bytes: Buffer): void {
    const reply = streams.BatchAppendResp.deserializeBinary(bytes);
    const id = keyOf(reply);
    const watched = this.underWay.get(id);
    this.underWay.delete(id);
    const pass = () => this.near.write(bytes);
    if (watched === undefined) pass();
    else void watched.cut.answer(watched.append, reply.hasSuccess(), pass);
  }
}

function keyOf(message: streams.BatchAppendReq | streams.BatchAppendResp): string {
  const id = message.getCorrelationId();
  return Buffer.from(id?.serializeBinary() ?? []).toString('hex');
}

function appendOf(requests: readonly streams.BatchAppendReq[]): WireAppend {
  const options = requests[0]?.getOptions();
  const name = options?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array();
  const stream = Buffer.from(name).toString();
  const events = requests.flatMap((request) => request.getProposedMessagesList());
  const texts = events.map((event) => Buffer.from(event.getData_asU8()).toString());
  return {
    stream,
    types: events.map((event) => event.getMetadataMap().get('type') ?? ''),
    text: [stream, ...texts].join('\n'),
  };
}
