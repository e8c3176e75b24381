// Messages to one reader, with flow control: when the reader's window is full, the sender waits.
import type { ServerWritableStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Signal } from '../log/signals.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, EncodedReply>;
/** Events are encoded by hand, the rest by the generated classes. */
export type EncodedReply = streams.ReadResp | Buffer;

export class Outgoing {
  readonly #call: ReadCall;
  #isGone = false;
  #wake: (() => void) | undefined;

  /** `signal` is closed when the reader is gone, so that a waiting sender ends. */
  constructor(call: ReadCall, signal?: Signal) {
    this.#call = call;
    const leave = (): void => {
      this.#isGone = true;
      this.#wake?.();
      signal?.close();
    };
    for (const event of ['cancelled', 'close', 'error']) call.on(event, leave);
    call.on('drain', () => this.#wake?.());
  }

  /** The reader has left: nothing more reaches it. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** False: wait for `drained` before the next message. */
  send(reply: EncodedReply): boolean {
    return !this.#isGone && this.#call.write(reply);
  }

  async drained(): Promise<void> {
    if (!this.#isGone && this.#call.writableNeedDrain)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
  }
}
