// Who a student is, from the student's own stream: live, without a read model. Only what is there is
// remembered; a student that is unknown now may be registered in a moment.
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import {
  EVENT_REGISTRY,
  EVENT_STORE,
  SUBJECT_KEYS,
  unseal,
  type EventRegistry,
  type EventStore,
  type SubjectKeys,
} from '../../eventstore/index.js';
import { AppError } from '../../kernel/app-error.js';
import type { Uuid } from '../../kernel/ids.js';
import {
  studentStreamOf,
  type StudentFact,
  type StudentRegisteredSecret,
} from './domain/student.events.js';

export interface StudentEntry {
  readonly studentId: Uuid;
  readonly class: string;
  /** Absent once the person was erased. */
  readonly person: StudentRegisteredSecret | undefined;
}

const ENTRIES_MAX = 20_000;

@Injectable()
export class StudentDirectory {
  private readonly entries = new LRUCache<Uuid, StudentEntry>({ max: ENTRIES_MAX });

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_REGISTRY) private readonly registry: EventRegistry,
    @Inject(SUBJECT_KEYS) private readonly keys: SubjectKeys,
  ) {}

  /**
   * The student as registered.
   * @throws AppError `not_found` (`student_not_found`); `unavailable` (`store_unavailable`).
   */
  async get(studentId: Uuid): Promise<StudentEntry> {
    const entry = this.entries.get(studentId) ?? (await this.read(studentId));
    if (entry !== undefined) return entry;
    throw new AppError('not_found', `There is no student ${studentId}.`, {
      code: 'student_not_found',
    });
  }

  private async read(studentId: Uuid): Promise<StudentEntry | undefined> {
    const [event] = await this.store.readStream(studentStreamOf(studentId), 0, 1);
    if (event === undefined) return undefined;
    const fact = this.registry.upcast<StudentFact>(event);
    if (fact.type !== 'StudentRegistered') return undefined;
    const secret = await unseal(event, this.keys);
    const person = secret === 'erased' || secret === undefined ? undefined : personOf(secret);
    const entry = { studentId, class: fact.data.class, person };
    this.entries.set(studentId, entry);
    return entry;
  }
}

/** What was sealed under this type is what is opened: the codec binds the two together. */
function personOf(secret: object): StudentRegisteredSecret {
  return secret as StudentRegisteredSecret;
}
