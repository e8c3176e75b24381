// A parked student: read from the log when asked for, because the rows end at an event that the read
// models can't apply. It is the student that commands decide on, so a change of it can be made.
import { Inject, Injectable } from '@nestjs/common';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  SUBJECT_KEYS,
  type EventRegistry,
  type EventStore,
  type SubjectKeys,
} from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import { AssertionFailed } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { classOn, StudentRecords, type StudentRecord } from '../../modules/students/index.js';
import { ERASED_PERSON } from './erased-person.js';
import type { StudentDetails } from './student.shapes.js';

@Injectable()
export class LiveStudents {
  private readonly records: StudentRecords;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(EVENT_REGISTRY) registry: EventRegistry,
    @Inject(SUBJECT_KEYS) keys: SubjectKeys,
  ) {
    this.records = new StudentRecords(store, registry, keys);
  }

  /**
   * The student as the log has it now. O(facts of the student's own stream).
   * @param day  School-local; the class is that of this day.
   * @throws AppError `unavailable`: `read_model_incomplete` when the log does not say who the student
   *   is either, `store_unavailable`.
   */
  async find(studentId: Uuid, day: LocalDate): Promise<StudentDetails> {
    try {
      const record = await this.records.find(studentId);
      if (record !== undefined) return detailsOf(record, day);
    } catch (cause) {
      if (isOfTheEvents(cause)) throw incomplete(studentId, cause);
      throw cause;
    }
    throw incomplete(studentId, undefined);
  }
}

function detailsOf({ student, details }: StudentRecord, day: LocalDate): StudentDetails {
  const { studentId: id, status, statusSince, enrolledOn, classes, revision } = student;
  const { admissionNo, givenName, familyName, guardians } = details ?? ERASED_PERSON;
  const birthDate = details?.birthDate;
  return {
    id,
    admissionNo,
    givenName,
    familyName,
    class: classOn(student, day),
    status,
    statusSince,
    enrolledOn,
    ...(birthDate === undefined ? {} : { birthDate }),
    guardians,
    classes,
    revision,
  };
}

/** What contradicts itself, or can't be opened, would be the same on every try. */
function isOfTheEvents(error: unknown): boolean {
  return (
    error instanceof AssertionFailed || (error instanceof AppError && error.kind === 'internal')
  );
}

function incomplete(studentId: Uuid, cause: unknown): AppError {
  const message = `Student ${studentId} can't be read now: an event of the student needs mending.`;
  return new AppError('unavailable', message, { code: 'read_model_incomplete', cause });
}
