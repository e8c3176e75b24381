// Messages to one reader, with flow control: when the reader's window is full, the sender waits.
import type { ServerWritableStream } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Signal } from '../log/signals.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, EncodedReply>;
/** Events are encoded by hand, the rest by the generated classes. */
export type EncodedReply = streams.ReadResp | Buffer;

/** The stream below counts messages; large ones are counted in bytes, too. */
const BYTES_AHEAD_MAX = 512 * 1024;

export class Outgoing {
  readonly #call: ReadCall;
  #isGone = false;
  #bytesAhead = 0;
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
    call.on('drain', () => {
      if (this.#bytesAhead < BYTES_AHEAD_MAX) this.#wake?.();
    });
  }

  /** The reader has left: nothing more reaches it. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** False: wait for `drained` before the next message. */
  send(reply: EncodedReply): boolean {
    if (this.#isGone) return false;
    this.#bytesAhead += Buffer.isBuffer(reply) ? reply.length : 0;
    if (this.#bytesAhead < BYTES_AHEAD_MAX) return this.#call.write(reply);
    this.#call.write(reply, () => {
      this.#bytesAhead = 0;
      this.#wake?.();
    });
    return false;
  }

  async drained(): Promise<void> {
    const isFull = this.#call.writableNeedDrain || this.#bytesAhead >= BYTES_AHEAD_MAX;
    if (!this.#isGone && isFull) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
  }
}
