// Commands that requests made and that were accepted, from what every event says about itself.
import { BILLING_EVENTS } from '../../modules/billing/index.js';
import { STUDENT_EVENTS } from '../../modules/students/index.js';
import type { Changes } from '../runner/changes.js';
import { subjectOf, type ProjectedEvent, type ProjectedFact } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { COMMAND } from './command.table.js';

/** A claim alone accepts nothing: the command that made it may still be refused. */
const CLAIMS: ReadonlySet<string> = new Set<ProjectedFact['type']>([
  'ReferenceClaimed',
  'AdmissionNumberClaimed',
  'AdmissionNumberReleased',
]);

export class CommandProjection implements ReadModel {
  readonly tables = [COMMAND];

  readonly on: Handlers = Object.fromEntries(
    [...BILLING_EVENTS, ...STUDENT_EVENTS]
      .filter(({ type }) => !CLAIMS.has(type))
      .map(({ type }) => [type, written]),
  );
}

function written(event: ProjectedEvent, changes: Changes): void {
  const { commandId, requestHash } = event.metadata;
  if (requestHash === undefined) return;
  const { stream, revision } = event;
  const studentId = subjectOf(event);
  changes.put(COMMAND, event, { commandId, stream, studentId, events: 1n, lastRevision: revision });
}
