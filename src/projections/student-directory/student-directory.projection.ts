// Who the students are, from `student-<id>`. Of a student whose key is gone only what is in clear
// remains: class, status, days.
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { StudentDetailsSecret } from '../../modules/students/domain/student.events.js';
import type { Changes } from '../runner/changes.js';
import { idOfStream, type EventOf, type ProjectedEvent } from '../runner/projected-event.js';
import type { Handlers, ReadModel } from '../runner/read-model.js';
import { ERASED_PERSON } from './erased-person.js';
import { searchTextOf } from './search-text.js';
import { STUDENT, STUDENT_CLASS } from './student.table.js';

export class StudentDirectoryProjection implements ReadModel {
  readonly tables = [STUDENT, STUDENT_CLASS];

  readonly on: Handlers = {
    StudentRegistered: registered,
    StudentDetailsCorrected: corrected,
    ClassAssigned: (event, changes) =>
      putClass(event, changes, { studentId: idOfStream(event.stream), ...event.data }),
    StudentWithdrawn: (event, changes) => putStatus(event, changes, 'withdrawn'),
    StudentGraduated: (event, changes) => putStatus(event, changes, 'graduated'),
    StudentReadmitted: (event, changes) => putStatus(event, changes, 'active'),
    AdmissionNumberReleased: ({ stream, revision, index }, changes) =>
      changes.put(STUDENT, { index }, { studentId: idOfStream(stream), revision }),
  };
}

function registered(event: EventOf<'StudentRegistered'>, changes: Changes): void {
  const { studentId, enrolledOn } = event.data;
  changes.put(STUDENT, event, {
    studentId,
    status: 'active',
    statusSince: enrolledOn,
    enrolledOn,
    revision: event.revision,
    ...personalColumns(event),
  });
  putClass(event, changes, { studentId, class: event.data.class, from: enrolledOn });
}

/** The event holds the whole person again, so nothing of before is left where it took something away. */
function corrected(event: EventOf<'StudentDetailsCorrected'>, changes: Changes): void {
  const { stream, revision } = event;
  const studentId = idOfStream(stream);
  changes.put(STUDENT, event, { studentId, revision, ...personalColumns(event) });
}

function putClass(
  event: ProjectedEvent,
  changes: Changes,
  assigned: { readonly studentId: Uuid; readonly class: string; readonly from: LocalDate },
): void {
  const { studentId, from: startsOn } = assigned;
  const { revision } = event;
  changes.put(STUDENT_CLASS, event, { studentId, startsOn, class: assigned.class });
  changes.put(STUDENT, event, { studentId, revision, class: assigned.class, classFrom: startsOn });
}

function putStatus(
  event: EventOf<'StudentWithdrawn' | 'StudentGraduated' | 'StudentReadmitted'>,
  changes: Changes,
  status: string,
): void {
  const { stream, revision } = event;
  const statusSince = event.data.on;
  changes.put(STUDENT, event, { studentId: idOfStream(stream), revision, status, statusSince });
}

function personalColumns({ type, secret }: ProjectedEvent) {
  if (secret === 'erased') {
    const { familyName: sortName } = ERASED_PERSON;
    return { ...ERASED_PERSON, birthDate: '', sortName, searchText: '' };
  }
  const { birthDate = '', ...person } = present(
    secret,
    `sealed data of ${type}`,
  ) as StudentDetailsSecret;
  return {
    ...person,
    birthDate,
    sortName: `${person.familyName} ${person.givenName}`,
    searchText: searchTextOf(person),
  };
}
