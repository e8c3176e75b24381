// Who a student is, from the student's own stream and without a read model. That a student exists is
// remembered for ever; what else is known of one is remembered for a minute, for another instance may
// correct it; an unknown student is asked for each time, for it may be registered in a moment.
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import { classOn, type StudentStatus } from './domain/student.js';
import type { StudentDetailsSecret } from './domain/student.events.js';
import { SCHOOL_DAYS, type SchoolDays } from './ports.js';
import { StudentRecords, type StudentRecord } from './student-records.js';

export interface StudentEntry {
  readonly studentId: Uuid;
  /** On the school's day now. */
  readonly class: string;
  readonly status: StudentStatus;
  /** Absent once the person was erased. */
  readonly person: StudentDetailsSecret | undefined;
}

const ENTRIES_MAX = 20_000;
const REGISTERED_MAX = 200_000;
/** As keys and identities are: a busy school's receipts would read a student for every payment. */
const ENTRY_MILLISECONDS = 60_000;

@Injectable()
export class StudentDirectory {
  private readonly registered = new LRUCache<Uuid, true>({ max: REGISTERED_MAX });
  private readonly entries = new LRUCache<Uuid, StudentRecord>({
    max: ENTRIES_MAX,
    ttl: ENTRY_MILLISECONDS,
  });

  constructor(
    private readonly records: StudentRecords,
    @Inject(SCHOOL_DAYS) private readonly days: SchoolDays,
  ) {}

  /**
   * Only that there is such a student, whatever its status; costs a read once in the life of a process.
   * @throws AppError `not_found` (`student_not_found`); `unavailable` (`store_unavailable`).
   */
  async assertRegistered(studentId: Uuid): Promise<void> {
    if (!this.registered.has(studentId)) await this.read(studentId);
  }

  /**
   * The student as it was at most a minute ago; what this process corrected is seen at once.
   * @throws as `assertRegistered`.
   */
  async get(studentId: Uuid): Promise<StudentEntry> {
    return this.entryOf(this.entries.get(studentId) ?? (await this.read(studentId)));
  }

  /** The student as the log has it now, for what depends on the status. @throws as `assertRegistered`. */
  async getLive(studentId: Uuid): Promise<StudentEntry> {
    return this.entryOf(await this.read(studentId));
  }

  /** The student changed: the next look is at the log. */
  forget(studentId: Uuid): void {
    this.entries.delete(studentId);
  }

  private async read(studentId: Uuid): Promise<StudentRecord> {
    const record = await this.records.find(studentId);
    if (record === undefined) throw studentNotFound(studentId);
    this.registered.set(studentId, true);
    this.entries.set(studentId, record);
    return record;
  }

  private async entryOf({ student, details }: StudentRecord): Promise<StudentEntry> {
    const { studentId, status } = student;
    const today = (await this.days.dayOf())();
    return { studentId, class: classOn(student, today), status, person: details };
  }
}

export function studentNotFound(studentId: Uuid): AppError {
  return new AppError('not_found', `There is no student ${studentId}.`, {
    code: 'student_not_found',
  });
}
