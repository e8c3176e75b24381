// What the rest of the system uses of the event log.
export { createEventStore, EventStoreDbEventStore, type EventStoreOptions } from './adapter.js';
export type {
  Books,
  CheckedFold,
  CommandContext,
  DecideAndAppend,
  Decided,
  EffectGate,
  GatePass,
} from './decide.js';
export {
  COMMAND_MILLISECONDS_MAX,
  CommandLog,
  type CommandLogOptions,
} from './decide-and-append.js';
export type { CommandMark, FoldedStream } from './folded-stream.js';
export {
  CHAIN_START,
  FIRST_PREVIOUS_HASH,
  hashOfStored,
  verifyStream,
  type ChainHead,
  type ChainVerdict,
} from './hash-chain.js';
export {
  APPEND_BYTES_MAX,
  APPEND_EVENTS_MAX,
  EVENT_STORE,
  type AppendOutcome,
  type Delivery,
  type EncodedEvent,
  type EventStore,
  type ExpectedRevision,
  type LogPosition,
  type StoredEvent,
  type StreamMetadata,
  type Subscription,
} from './port.js';
export { assertRegistersWhole } from './registers.js';
export { EVENT_REGISTRY, EventRegistry, type EventDefinition, type Upcaster } from './registry.js';
export {
  SUBJECT_KEYS,
  unseal,
  unsealText,
  type SealPlace,
  type Secret,
  type SubjectKeys,
} from './sealing.js';
export { realTiming, type Timing } from './timing.js';
