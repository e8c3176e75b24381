// Students straight from their own streams: the fold, and the person that the newest details open to.
import { Inject, Injectable } from '@nestjs/common';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  SUBJECT_KEYS,
  unseal,
  type EventRegistry,
  type EventStore,
  type StoredEvent,
  type SubjectKeys,
} from '../../eventstore/index.js';
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { studentFold, type RegisteredStudent } from './domain/student.js';
import {
  studentStreamOf,
  type StudentDetailsSecret,
  type StudentFact,
} from './domain/student.events.js';

export interface StudentRecord {
  readonly student: RegisteredStudent;
  /** Undefined once the person was erased. */
  readonly details: StudentDetailsSecret | undefined;
}

@Injectable()
export class StudentRecords {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_REGISTRY) private readonly registry: EventRegistry,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
  ) {}

  /**
   * The student as the log has it now, in one read; undefined when nobody was registered under the id.
   * @throws AppError `unavailable` (`store_unavailable`); `internal` (`sealed_unreadable`).
   */
  async find(studentId: Uuid): Promise<StudentRecord | undefined> {
    const events = await this.store.readStream(studentStreamOf(studentId));
    const student = events
      .map((event) => this.registry.upcast<StudentFact>(event))
      .reduce((state, fact) => studentFold.evolve(state, fact), studentFold.initialState);
    if (student.kind !== 'registered') return undefined;
    const holds = events[student.detailsRevision];
    return { student, details: await this.opened(present(holds, `details of ${studentId}`)) };
  }

  /** The person as one event of the student's stream has it; errors as `find`. */
  async detailsAt(studentId: Uuid, revision: number): Promise<StudentDetailsSecret | undefined> {
    const [event] = await this.store.readStream(studentStreamOf(studentId), revision, 1);
    return this.opened(present(event, `revision ${revision} of student ${studentId}`));
  }

  /** What was sealed under these types is what is opened: the codec binds the two together. */
  private async opened(event: StoredEvent): Promise<StudentDetailsSecret | undefined> {
    const secret = await unseal(event, this.keys);
    return secret === 'erased' || secret === undefined
      ? undefined
      : (secret as unknown as StudentDetailsSecret);
  }
}
