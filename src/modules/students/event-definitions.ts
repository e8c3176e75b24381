// Every event type of students with the schema version that this release writes.
import type { EventDefinition } from '../../eventstore/registry.js';

export const STUDENT_EVENTS: readonly EventDefinition[] = [
  { type: 'StudentRegistered', version: 1 },
  { type: 'StudentRegistrationAbandoned', version: 1 },
  { type: 'StudentDetailsCorrected', version: 1 },
  { type: 'ClassAssigned', version: 1 },
  { type: 'StudentWithdrawn', version: 1 },
  { type: 'StudentGraduated', version: 1 },
  { type: 'StudentReadmitted', version: 1 },
  { type: 'AdmissionNumberClaimed', version: 1 },
  { type: 'AdmissionNumberReleased', version: 1 },
];
