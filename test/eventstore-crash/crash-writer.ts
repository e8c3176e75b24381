// A writer that survives the server: it appends at an exact revision, and what is in doubt when the
// server dies it repeats, with the same bytes at the same revision, on the next server.
import { randomUUID } from 'node:crypto';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';

type Call = ClientDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/** An acknowledged append: its ids in order, and where its last event is. */
export interface Acknowledged {
  readonly stream: string;
  readonly ids: readonly string[];
  readonly revision: number;
  readonly position: number;
}

/** One batch call with the replies that are waited for. Ends, with all of them, when the call does. */
export class BatchChannel {
  readonly #call: Call;
  readonly #waiting = new Map<string, (reply: streams.BatchAppendResp | undefined) => void>();
  #isOver = false;

  constructor(client: StreamsClient) {
    this.#call = client.batchAppend();
    this.#call.on('data', (reply: streams.BatchAppendResp) => {
      const id = reply.getCorrelationId()?.getString() ?? '';
      this.#waiting.get(id)?.(reply);
      this.#waiting.delete(id);
    });
    for (const event of ['error', 'end']) this.#call.on(event, () => this.#end());
  }

  /** The reply, or undefined when the call ended first. */
  send(request: streams.BatchAppendReq): Promise<streams.BatchAppendResp | undefined> {
    return new Promise((resolve) => {
      if (this.#isOver) return resolve(undefined);
      this.#waiting.set(request.getCorrelationId()?.getString() ?? '', resolve);
      this.#call.write(request);
      return undefined;
    });
  }

  #end(): void {
    this.#isOver = true;
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}

export class CrashWriter {
  readonly #stream: string;
  readonly acknowledged: Acknowledged[] = [];
  #revision = -1;
  #count = 0;
  #inDoubt: readonly string[] | undefined;

  constructor(stream: string) {
    this.#stream = stream;
  }

  /** Appends until the server is gone. @throws Error if an append is refused. */
  async writeUntilTheEnd(channel: BatchChannel): Promise<void> {
    for (;;) {
      const ids =
        this.#inDoubt ?? Array.from({ length: [1, 2, 7][this.#count % 3] ?? 1 }, randomUUID);
      this.#inDoubt = ids;
      const reply = await channel.send(this.#request(ids));
      if (reply === undefined) return;
      const success = reply.getSuccess();
      if (success === undefined) throw new Error(`${this.#stream} refused ${reply.toString()}`);
      this.#revision = Number(success.getCurrentRevision());
      const position = Number(success.getPosition()?.getCommitPosition());
      this.acknowledged.push({ stream: this.#stream, ids, revision: this.#revision, position });
      this.#inDoubt = undefined;
      this.#count += 1;
    }
  }

  #request(ids: readonly string[]): streams.BatchAppendReq {
    const options = new streams.BatchAppendReq.Options();
    const name = Buffer.from(this.#stream);
    options.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(name));
    if (this.#revision < 0) options.setNoStream(new empty.Empty());
    else options.setStreamPosition(String(this.#revision));
    const request = new streams.BatchAppendReq().setOptions(options).setIsFinal(true);
    request.setCorrelationId(new shared.UUID().setString(randomUUID()));
    for (const id of ids) {
      const message = new streams.BatchAppendReq.ProposedMessage();
      message.setId(new shared.UUID().setString(id)).setData(Buffer.from(ids.join(' ')));
      message
        .getMetadataMap()
        .set('type', 'Written')
        .set('content-type', 'application/octet-stream');
      request.addProposedMessages(message);
    }
    return request;
  }
}
