// The services on a port. What is not registered here is answered UNIMPLEMENTED by the library.
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog } from '../log/event-log.js';
import { Signal } from '../log/signals.js';
import { append, type AppendCall } from './append.js';
import { BatchAppendCall, type BatchCall } from './batch-append.js';
import { deleteStream, tombstoneStream } from './deletion.js';
import { clusterOfOne, supportedMethods, type Endpoint } from './discovery.js';
import { Outgoing, type EncodedReply, type ReadCall } from './outgoing.js';
import { read } from './read.js';
import { readRequestOf } from './read-requests.js';
import { RunningCalls } from './running-calls.js';
import { subscribe } from './subscribe.js';

const MESSAGE_BYTES_MAX = 16 * 1024 * 1024;

export interface GrpcServer {
  readonly endpoint: Endpoint;
  /** Ends every call as a stopping server does, and frees the port. */
  close(): void;
}

/**
 * Serves `log`; port 0 is any free one. `onFault` hears of errors that no caller asked for.
 * @throws Error if the port is taken.
 */
export async function startGrpcServer(
  log: EventLog,
  wanted: Endpoint,
  onFault: (error: unknown) => void,
): Promise<GrpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': MESSAGE_BYTES_MAX,
    'grpc.max_send_message_length': -1,
  });
  const calls = new RunningCalls(onFault);
  const endpoint = { host: wanted.host, port: wanted.port };
  addStreams(server, { log, calls });
  server.addService(ServerFeaturesService, {
    getSupportedMethods: (_call: unknown, callback: (error: null, reply: unknown) => void) =>
      callback(null, supportedMethods()),
  });
  server.addService(GossipService, {
    read: (_call: unknown, callback: (error: null, reply: unknown) => void) =>
      callback(null, clusterOfOne(endpoint, log.now())),
  });
  endpoint.port = await bind(server, wanted);
  return {
    endpoint,
    close: () => {
      calls.endAll();
      server.forceShutdown();
    },
  };
}

function addStreams(server: Server, { log, calls }: { log: EventLog; calls: RunningCalls }): void {
  const implementation: UntypedServiceImplementation = {
    append: (call: AppendCall, callback: sendUnaryData<streams.AppendResp>) =>
      calls.answer(callback, () => append(log, call)),
    delete: (
      call: ServerUnaryCall<streams.DeleteReq, streams.DeleteResp>,
      callback: sendUnaryData<streams.DeleteResp>,
    ) => calls.answer(callback, () => deleteStream(log, call.request)),
    tombstone: (
      call: ServerUnaryCall<streams.TombstoneReq, streams.TombstoneResp>,
      callback: sendUnaryData<streams.TombstoneResp>,
    ) => calls.answer(callback, () => tombstoneStream(log, call.request)),
    batchAppend: (call: BatchCall) => {
      calls.track(call);
      return new BatchAppendCall(log, call, calls);
    },
    read: (call: ReadCall) => {
      calls.track(call);
      serveRead(log, call).then(
        () => call.end(),
        (error: unknown) => call.emit('error', calls.statusOf(error)),
      );
    },
  };
  server.addService(withEncodedReplies(), implementation);
}

async function serveRead(log: EventLog, call: ReadCall): Promise<void> {
  const signal = new Signal();
  const out = new Outgoing(call, signal);
  const request = readRequestOf(call.request);
  const { count } = request;
  await (count === undefined
    ? subscribe(log, request, { out, signal })
    : read(log, { ...request, count }, out));
}

/** The generated service, except that replies of Read may come already encoded. */
function withEncodedReplies(): ServiceDefinition {
  const { responseSerialize } = StreamsService.read;
  const serialize = (reply: EncodedReply): Buffer =>
    Buffer.isBuffer(reply) ? reply : responseSerialize(reply);
  return { ...StreamsService, read: { ...StreamsService.read, responseSerialize: serialize } };
}

function bind(server: Server, { host, port }: Endpoint): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
}
