// A wire between the application and its event store that knows what passes: it relays every call as
// it is, and cuts the appends of a process where a test asks for it. So a process dies after exactly
// so many appends, and nothing in the product knows of it.
import {
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  type ClientDuplexStream,
  type ServiceDefinition,
  type ServerDuplexStream,
  type StatusObject,
  Client,
} from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { BatchRelay } from './batch-relay.js';
import { CutAppends, type Cut } from './cut-appends.js';

type Near = ServerDuplexStream<Buffer, Buffer>;
export type Far = ClientDuplexStream<Buffer, Buffer>;

const BATCH_APPEND = StreamsService.batchAppend.path;
const ANY_SIZE = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
} as const;

export class AppendRelay {
  private cuts: CutAppends[] = [];
  private readonly server = new Server(ANY_SIZE);
  private port = 0;

  private constructor(private readonly store: Client) {}

  /** Listens on any free port before the store of the connection string. */
  static async before(connectionString: string): Promise<AppendRelay> {
    const { host } = new URL(connectionString.replace('esdb:', 'http:'));
    const relay = new AppendRelay(new Client(host, credentials.createInsecure(), ANY_SIZE));
    for (const service of [StreamsService, ServerFeaturesService, GossipService]) {
      relay.relay(service);
    }
    relay.port = await new Promise((resolve, reject) => {
      relay.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(port) : reject(error),
      );
    });
    return relay;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** From now on; until `forget`. */
  watch(cut: Cut): CutAppends {
    const appends = new CutAppends(cut);
    this.cuts.push(appends);
    return appends;
  }

  /** Everything passes again: the application that was cut is gone. */
  forget(): void {
    this.cuts = [];
  }

  close(): void {
    this.server.forceShutdown();
    this.store.close();
  }

  /** On the wire all calls look alike, so each is relayed as a stream in both directions. */
  private relay(service: ServiceDefinition): void {
    for (const { path } of Object.values(service)) {
      this.server.register(path, (near: Near) => this.join(path, near), same, same, 'bidi');
    }
  }

  private join(path: string, near: Near): void {
    const far: Far = this.store.makeBidiStreamRequest(path, same, same, new Metadata());
    near.on('cancelled', () => far.cancel());
    near.on('end', () => far.end());
    far.on('status', ({ code, details, metadata }: StatusObject) => {
      if (code === 0) near.end(metadata);
      else near.emit('error', { code, details, metadata });
    });
    // Told with the status as well; without a listener it would end this process.
    far.on('error', () => far.pause());
    if (path === BATCH_APPEND) new BatchRelay(near, far, (append) => this.cutOf(append)).start();
    else passOn(near, far);
  }

  private cutOf(append: Parameters<CutAppends['isOf']>[0]): CutAppends | undefined {
    return this.cuts.find((cut) => cut.isOf(append));
  }
}

function passOn(near: Near, far: Far): void {
  near.on('data', (message: Buffer) => far.write(message));
  far.on('data', (message: Buffer) => {
    if (!near.write(message)) far.pause();
  });
  near.on('drain', () => far.resume());
}

function same(bytes: Buffer): Buffer {
  return bytes;
}
