// What the processes of one school share in tests: the log, a clock that stands still until it is
// moved, keys, checkpoints, and the read model's list of students.
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { Books, EventStore, SubjectKeys, Timing } from '../../src/eventstore/index.js';
import { AppError } from '../../src/kernel/app-error.js';
import { ManualClock } from '../../src/kernel/clock.js';
import { localDate } from '../../src/kernel/local-date.js';
import type { Logger } from '../../src/kernel/logger.js';
import type { Registration } from '../../src/modules/students/commands/register-student.js';
import type { ProcessCheckpoint, StudentRoster } from '../../src/modules/billing/ports.js';

/** Keys in memory; a subject has one only after it was made. */
export class TestKeys implements SubjectKeys {
  private readonly keys = new Map<string, KeyObject>();

  async ensure(subjectId: string): Promise<void> {
    if (!this.keys.has(subjectId)) this.keys.set(subjectId, createSecretKey(randomBytes(32)));
  }

  async keyOf(subjectId: string): Promise<KeyObject> {
    const key = this.keys.get(subjectId);
    if (key === undefined) throw new Error(`${subjectId} never had a key`);
    return key;
  }
}

export class TestCheckpoints {
  readonly saved = new Map<string, ProcessCheckpoint>();

  async load(name: string): Promise<ProcessCheckpoint | undefined> {
    return this.saved.get(name);
  }

  async save(name: string, checkpoint: ProcessCheckpoint): Promise<void> {
    this.saved.set(name, checkpoint);
  }
}

export interface School {
  readonly store: EventStore;
  readonly clock: ManualClock;
  readonly keys: TestKeys;
  readonly checkpoints: TestCheckpoints;
  /** Who the read model says is there. */
  readonly students: { studentId: string; class: string }[];
  books: Books;
}

export function schoolOver(store: EventStore, now = '2026-05-11T08:14:02.117Z'): School {
  return {
    store,
    clock: new ManualClock(new Date(now)),
    keys: new TestKeys(),
    checkpoints: new TestCheckpoints(),
    students: [],
    books: { closedThrough: undefined },
  };
}

/** Waits without waiting: the school's clock moves instead. */
export function clockTiming(clock: ManualClock): Timing {
  return {
    now: () => clock.now().getTime(),
    sleep: async (milliseconds) => {
      clock.moveTo(new Date(clock.now().getTime() + milliseconds));
      await new Promise((resolve) => setImmediate(resolve));
    },
    within: (_milliseconds, work) => work,
  };
}

export function rosterOf({ students }: School): StudentRoster {
  return {
    listActiveStudents: async (filter) => ({
      atIndex: 1,
      students: students.filter((s) => filter.class === undefined || s.class === filter.class),
    }),
    waitFor: async () => undefined,
  };
}

/** The refusal that a command ended with. */
export async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => new Error('it was accepted'),
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw error;
}

/** Keeps what is logged, a line each: the message and its fields as JSON. */
export function loggerInto(lines: string[]): Logger {
  const write = (fields: object, message: string) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  return { debug: write, info: write, warn: write, error: write };
}

export const TARIRO: Registration = {
  admissionNo: 'HS-0412',
  givenName: 'Tariro',
  familyName: 'Moyo',
  class: '7A',
  enrolledOn: localDate('2026-01-12'),
};
