// The office that corrects students, in one process: the real commands beside those of a desk.
import type { Timing } from '../../src/eventstore/index.js';
import { EventRegistry } from '../../src/eventstore/index.js';
import { localDate } from '../../src/kernel/local-date.js';
import {
  AdmissionNumberClaims,
  ChangeStudentStatus,
  ChangeStudentStatusHandler,
  CorrectStudent,
  CorrectStudentHandler,
  serverSecret,
  STUDENT_EVENTS,
  StudentDirectory,
  StudentRecords,
  StudentWriter,
  type StatusChange,
  type StudentPatch,
} from '../../src/modules/students/index.js';
import { schoolDaysOf } from '../../src/school-days.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk } from './school-desk.js';
import { clockTiming, schoolOver } from './school-tools.js';

export class StudentDesk {
  readonly directory: StudentDirectory;
  private readonly corrections: CorrectStudentHandler;
  private readonly statuses: ChangeStudentStatusHandler;

  constructor(
    readonly desk: Desk,
    timing: Timing = clockTiming(desk.school.clock),
  ) {
    const { log, fences, register, school } = desk;
    const days = schoolDaysOf(register);
    const records = new StudentRecords(
      school.store,
      new EventRegistry(STUDENT_EVENTS),
      school.keys,
    );
    this.directory = new StudentDirectory(records, days);
    const writer = new StudentWriter(records, this.directory, days);
    const claims = new AdmissionNumberClaims(log, fences, school.clock, timing);
    const secret = serverSecret(Buffer.alloc(32, 7));
    this.corrections = new CorrectStudentHandler(log, claims, records, writer, secret);
    this.statuses = new ChangeStudentStatusHandler(log, writer);
  }

  correct(studentId: string, patch: StudentPatch, key?: string, more: { ifMatch?: number } = {}) {
    const by = { ...this.desk.by(key, patch), ...more };
    return this.corrections.execute(new CorrectStudent(studentId, patch, by));
  }

  change(studentId: string, change: ChangeInWords, key?: string) {
    const whole = { reasonCode: 'other' as const, ...change, on: localDate(change.on) };
    const by = this.desk.by(key, change);
    return this.statuses.execute(new ChangeStudentStatus(studentId, whole, by));
  }

  /** Types of the events in the student's own stream. */
  typesOf(studentId: string): Promise<string[]> {
    return this.desk.typesOf(`student-${studentId}`);
  }

  /** Data of the last event in the student's own stream. */
  async lastOf(studentId: string): Promise<Record<string, unknown>> {
    const events = await this.desk.school.store.readStream(`student-${studentId}`);
    return { ...events.at(-1)?.data };
  }
}

type ChangeInWords = Pick<StatusChange, 'kind'> &
  Partial<Pick<StatusChange, 'reasonCode' | 'note'>> & { readonly on: string };

/** A school in Harare on 11 May 2026, with Tariro Moyo, HS-0412, in 7A since 12 January. */
export async function officeWithTariro(): Promise<{ office: StudentDesk; id: string }> {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const { answer } = await desk.admit({ guardians: [{ name: 'Grace Moyo' }] }, 'tariro');
  return { office: new StudentDesk(desk), id: answer.id };
}
