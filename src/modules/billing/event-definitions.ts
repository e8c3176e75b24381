// Every event type of billing with the schema version that this release writes.
import type { EventDefinition } from '../../eventstore/registry.js';

export const BILLING_EVENTS: readonly EventDefinition[] = [
  { type: 'SchoolConfigured', version: 1 },
  { type: 'SchoolYearDefined', version: 1 },
  { type: 'TermScheduled', version: 1 },
  { type: 'TermOpened', version: 1 },
  { type: 'FeeSchedulePublished', version: 1 },
  { type: 'AccountOpened', version: 1 },
  { type: 'ChargeRaised', version: 1 },
  { type: 'PaymentRecorded', version: 1 },
  { type: 'PaymentAllocated', version: 1 },
  { type: 'PaymentAbandoned', version: 1 },
  { type: 'ReferenceClaimed', version: 1 },
  { type: 'ReceiptIssued', version: 1 },
  { type: 'ChargeRunPlanned', version: 1 },
  { type: 'ChargeRunChunkFrozen', version: 1 },
  { type: 'ChargeRunCommitted', version: 1 },
  { type: 'ChargeRunStudentFailed', version: 1 },
  { type: 'ChargeRunCompleted', version: 1 },
  { type: 'ChargeRunCancelled', version: 1 },
  { type: 'ProjectionRebuilt', version: 1 },
  { type: 'ParkedEventDiscarded', version: 1 },
  { type: 'StreamUnparked', version: 1 },
  { type: 'LogRestored', version: 1 },
];
