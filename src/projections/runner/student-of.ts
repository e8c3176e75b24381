// Whose event it is, before anything of it was read: the event may be one that can't be.
import type { StoredEvent } from '../../eventstore/port.js';
import { AssertionFailed } from '../../kernel/assert.js';
import type { RecordedFact } from '../../kernel/fact.js';
import { isUuid, type Uuid } from '../../kernel/ids.js';
import { subjectOf, type ProjectedFact } from './projected-event.js';

/** `subjectOf` for an event as it is stored; undefined as well for one that names no student's id. */
export function studentOf(event: StoredEvent): Uuid | undefined {
  try {
    const studentId: unknown = subjectOf(event as unknown as RecordedFact<ProjectedFact>);
    return typeof studentId === 'string' && isUuid(studentId) ? studentId : undefined;
  } catch (error) {
    // A field that is missing, or a type of another release: nobody's in particular.
    if (error instanceof TypeError || error instanceof AssertionFailed) return undefined;
    throw error;
  }
}
