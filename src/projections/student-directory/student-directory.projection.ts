// Who the students are, from `student-<id>`. Of a student whose key is gone only what is in clear
// remains: class, status, days.
import { present } from '../../kernel/assert.js';
import type { StudentDetailsSecret } from '../../modules/students/domain/student.events.js';
import type { Changes } from '../runner/changes.js';
import type { EventOf, ProjectedEvent } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { searchTextOf } from './search-text.js';
import { STUDENT } from './student.table.js';

/** What stands where a name was. */
const ERASED = 'erased';

export class StudentDirectoryProjection implements ReadModel {
  readonly tables = [STUDENT];

  readonly on: Handlers = { StudentRegistered: registered };
}

function registered(event: EventOf<'StudentRegistered'>, changes: Changes): void {
  const { studentId, enrolledOn } = event.data;
  changes.put(STUDENT, event, {
    studentId,
    class: event.data.class,
    status: 'active',
    enrolledOn,
    ...personalColumns(event.secret),
  });
}

function personalColumns(secret: ProjectedEvent['secret']) {
  if (secret === 'erased') {
    const [admissionNo, givenName, familyName] = [ERASED, ERASED, ERASED];
    return { admissionNo, givenName, familyName, sortName: ERASED, searchText: '' };
  }
  const { birthDate, guardians, ...person } = present(
    secret,
    'sealed data of StudentRegistered',
  ) as StudentDetailsSecret;
  return {
    ...person,
    birthDate,
    guardians,
    sortName: `${person.familyName} ${person.givenName}`,
    searchText: searchTextOf(person),
  };
}
