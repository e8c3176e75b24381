// What a client asks before it works: the methods there are (ServerFeatures), and which server of the
// cluster to talk to (Gossip), which is always this one.
import { randomUUID } from 'node:crypto';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';

/** The version whose behaviour this server has; clients parse three numbers. */
export const SERVER_VERSION = '24.2.0';

const STREAMS = 'event_store.client.streams.streams';

/** Everything that is served, and nothing else. Names are in lower case on the wire. */
const METHODS: readonly { service: string; method: string; features: string[] }[] = [
  { service: STREAMS, method: 'read', features: ['position', 'events'] },
  { service: STREAMS, method: 'append', features: [] },
  { service: STREAMS, method: 'batchappend', features: ['deadline_duration'] },
  { service: STREAMS, method: 'delete', features: [] },
  { service: STREAMS, method: 'tombstone', features: [] },
  { service: 'event_store.client.gossip.gossip', method: 'read', features: [] },
  {
    service: 'event_store.client.server_features.serverfeatures',
    method: 'getsupportedmethods',
    features: [],
  },
];

export function supportedMethods(): features.SupportedMethods {
  const reply = new features.SupportedMethods().setEventStoreServerVersion(SERVER_VERSION);
  for (const { service, method, features: names } of METHODS) {
    const supported = new features.SupportedMethod();
    supported
      .setServiceName(service)
      .setMethodName(method)
      .setFeaturesList([...names]);
    reply.addMethods(supported);
  }
  return reply;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** `now` in milliseconds since 1970. */
export function clusterOfOne({ host, port }: Endpoint, now: number): gossip.ClusterInfo {
  const member = new gossip.MemberInfo()
    .setInstanceId(new shared.UUID().setString(randomUUID()))
    .setTimeStamp(String(now * 10_000))
    .setState(gossip.MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(port));
  return new gossip.ClusterInfo().setMembersList([member]);
}
