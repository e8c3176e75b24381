// Statements C1 to C7: connecting, discovery, limits of a connection, shutdown, deadlines.
import { connect } from 'node:http2';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { EventStoreDBClient } from '@eventstore/db-client';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type gossip from '@eventstore/db-client/generated/gossip_pb.js';
import { OperationsClient } from '@eventstore/db-client/generated/operations_grpc_pb.js';
import { PersistentSubscriptionsClient } from '@eventstore/db-client/generated/persistent_grpc_pb.js';
import persistent from '@eventstore/db-client/generated/persistent_pb.js';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { startServer } from '../../../src/embedded-eventstore/server.js';
import { isEmbedded, useContractServer } from './contract-server.js';
import { collect, numbered, someId } from './events.js';
import { batchChunk, batchRaw, fromStart, readRequest } from './raw-calls.js';

const server = useContractServer();
const plaintext = credentials.createInsecure();

function supportedMethods(): Promise<features.SupportedMethods> {
  const client = new ServerFeaturesClient(server.address, plaintext);
  return new Promise((resolve, reject) => {
    client.getSupportedMethods(new shared.Empty(), (error, reply) => {
      client.close();
      if (error) reject(error);
      else resolve(reply);
    });
  });
}

it('C1 names its version in three parts and every method in lower case', async () => {
  const reply = await supportedMethods();
  expect(reply.getEventStoreServerVersion()).toMatch(/^\d+\.\d+\.\d+/);
  const methods = reply.getMethodsList().map((m) => `${m.getServiceName()}/${m.getMethodName()}`);
  expect(methods).toContain('event_store.client.streams.streams/batchappend');
  expect(methods).toEqual(methods.map((method) => method.toLowerCase()));
});

it('C2 announces the features of Read and BatchAppend', async () => {
  const methods = (await supportedMethods()).getMethodsList();
  const featuresOf = (name: string): string[] =>
    methods
      .filter((m) => m.getServiceName() === 'event_store.client.streams.streams')
      .find((m) => m.getMethodName() === name)
      ?.getFeaturesList() ?? [];
  expect(featuresOf('read')).toEqual(['position', 'events']);
  expect(featuresOf('batchappend')).toEqual(['deadline_duration']);
});

if (isEmbedded)
  it('C2 announces nothing that it does not serve', async () => {
    const services = new Set(
      (await supportedMethods()).getMethodsList().map((m) => m.getServiceName()),
    );
    expect([...services].sort()).toEqual([
      'event_store.client.gossip.gossip',
      'event_store.client.server_features.serverfeatures',
      'event_store.client.streams.streams',
    ]);
  });

if (isEmbedded)
  it('C2 answers UNIMPLEMENTED to what it does not announce', async () => {
    const operations = new OperationsClient(server.address, plaintext);
    const subscriptions = new PersistentSubscriptionsClient(server.address, plaintext);
    const merge = await new Promise<ServiceError | null>((resolve) => {
      operations.mergeIndexes(new shared.Empty(), (error) => resolve(error));
    });
    const create = await new Promise<ServiceError | null>((resolve) => {
      subscriptions.create(new persistent.CreateReq(), (error) => resolve(error));
    });
    operations.close();
    subscriptions.close();
    expect(merge?.code).toBe(status.UNIMPLEMENTED);
    expect(create?.code).toBe(status.UNIMPLEMENTED);
  });

it('C3 gossips a living leader with an address that can be reached', async () => {
  const client = new GossipClient(server.address, plaintext);
  const info = await new Promise<gossip.ClusterInfo>((resolve, reject) => {
    client.read(new shared.Empty(), (error, reply) => (error ? reject(error) : resolve(reply)));
  });
  client.close();
  const [member] = info.getMembersList();
  expect(member?.getIsAlive()).toBe(true);
  expect(member?.getInstanceId()?.getString()).toMatch(/^[0-9a-f-]{36}$/);
  expect(Number(member?.getTimeStamp())).toBeGreaterThan(0);
  expect(member?.getHttpEndPoint()?.getPort()).toBe(Number(server.address.split(':').at(-1)));
});

it('C3 serves a client that discovers the cluster', async () => {
  const stream = server.stream('discovered');
  await server.client.appendToStream(stream, numbered(1));
  const discovering = EventStoreDBClient.connectionString(
    `esdb+discover://${server.address}?tls=false`,
  );
  const events = await collect(discovering.readStream(stream));
  await discovering.dispose();
  expect(events).toHaveLength(1);
});

it('C4 takes the connection name and requires-leader, and needs no credentials', async () => {
  const stream = server.stream('metadata');
  await server.client.appendToStream(stream, numbered(1));
  const metadata = new Metadata();
  metadata.set('connection-name', 'contract');
  metadata.set('requires-leader', 'true');
  const request = readRequest((options) => options.setStream(fromStart(stream)));
  const replies = await collect<streams.ReadResp>(server.raw.read(request, metadata));
  expect(replies.filter((reply) => reply.hasEvent())).toHaveLength(1);
});

it('C5 answers every ping and closes for none', async () => {
  const session = connect(`http://${server.address}`);
  await new Promise((resolve) => session.once('connect', resolve));
  const ping = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      session.ping((error) => (error ? reject(error) : resolve(undefined)));
    });
  for (let n = 0; n < 200; n += 1) await ping();
  expect(session.closed || session.destroyed).toBe(false);
  session.close();
});

it('C5 refuses a message over 16 MiB with RESOURCE_EXHAUSTED, and every append on that call', async () => {
  const raw = new StreamsClient(server.address, plaintext, { 'grpc.max_send_message_length': -1 });
  const waiting = { correlationId: someId(), stream: server.stream('waiting'), isFinal: false };
  const huge = {
    correlationId: someId(),
    stream: server.stream('huge'),
    events: [{ data: new Uint8Array(17 * 1024 * 1024) }],
  };
  const { replies, error } = await batchRaw(raw, [batchChunk(waiting), batchChunk(huge)], 2);
  raw.close();
  expect(error?.code).toBe(status.RESOURCE_EXHAUSTED);
  expect(replies).toEqual([]);
});

if (isEmbedded)
  it('C6 ends subscriptions with CANCELLED at shutdown, then refuses connections', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'eventstore-shutdown-'));
    const stopping = await startServer({ dataDir, port: 0, host: '127.0.0.1', fsync: true });
    const raw = new StreamsClient(`127.0.0.1:${stopping.port}`, plaintext);
    const request = readRequest((options) =>
      options
        .setStream(fromStart('any'))
        .setSubscription(new streams.ReadReq.Options.SubscriptionOptions()),
    );
    const call = raw.read(request);
    await new Promise((resolve) => call.once('data', resolve));
    const ended = new Promise<ServiceError>((resolve) => call.once('error', resolve));
    call.resume();
    await stopping.close();
    const after = await new Promise<ServiceError | null>((resolve) => {
      const deadline = Date.now() + 2_000;
      raw.delete(new streams.DeleteReq(), new Metadata(), { deadline }, (error) => resolve(error));
    });
    raw.close();
    rmSync(dataDir, { recursive: true, force: true });
    expect((await ended).code).toBe(status.CANCELLED);
    expect(after?.code).toBe(status.UNAVAILABLE);
  });

if (isEmbedded)
  it('C6 ends calls with one answer UNAVAILABLE at shutdown', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'eventstore-shutdown-'));
    const stopping = await startServer({ dataDir, port: 0, host: '127.0.0.1', fsync: true });
    const raw = new StreamsClient(`127.0.0.1:${stopping.port}`, plaintext);
    const refused = new Promise<ServiceError | null>((resolve) => {
      const call = raw.append((error) => resolve(error));
      call.on('error', resolve);
      call.write(new streams.AppendReq());
    });
    await new Promise((resolve) => raw.waitForReady(Date.now() + 2_000, resolve));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await stopping.close();
    raw.close();
    rmSync(dataDir, { recursive: true, force: true });
    expect((await refused)?.code).toBe(status.UNAVAILABLE);
  });

it('C7 gives up a call at its deadline', async () => {
  const metadata = new Metadata();
  const call = server.raw.append(metadata, { deadline: Date.now() + 300 }, () => undefined);
  const error = await new Promise<ServiceError>((resolve) => {
    call.on('error', resolve);
    call.on('status', (end) => resolve(end as unknown as ServiceError));
  });
  expect(error.code).toBe(status.DEADLINE_EXCEEDED);
});
