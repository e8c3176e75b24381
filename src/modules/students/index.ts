// What others may use of students: its facts, its live fold, its commands, and who a student is.
export { STUDENT_EVENTS } from './event-definitions.js';
export type { StudentAnswer } from './answers.js';
export type { StudentAuthority, WrittenStudent } from './authority.js';

export * from './domain/student.events.js';
export * from './domain/admission-number.events.js';

export {
  classOn,
  studentFold,
  type RegisteredStudent,
  type Student,
  type StudentStatus,
} from './domain/student.js';
export type { StatusChange, StatusChangeKind } from './domain/student-status.js';
export { admissionNumberFold } from './domain/admission-number.js';
export {
  RegisterStudent,
  RegisterStudentHandler,
  type RegisteredAnswer,
  type Registration,
} from './commands/register-student.js';
export { CorrectStudent, CorrectStudentHandler } from './commands/correct-student.js';
export type { StudentPatch } from './domain/correct-student.js';
export {
  ChangeStudentStatus,
  ChangeStudentStatusHandler,
} from './commands/change-student-status.js';
export { AdmissionNumberClaims } from './processes/claim-admission-number.js';
export { StudentDirectory, type StudentEntry } from './student-directory.js';
export { StudentRecords, type StudentRecord } from './student-records.js';
export { StudentWriter } from './student-writer.js';
export { FENCING_LOG, TIMING } from './fencing-log.js';
export { claimDigest, normalised } from './claim-digest.js';
export { KeyVault } from './key-vault.js';
export { masterKey } from './master-key.js';
export { PostgresSubjectKeys, type SubjectKeyMaker } from './subject-keys.js';
export { loadServerSecret, serverSecret } from './server-secret.js';
export { StudentsModule } from './students.module.js';
export {
  CONSISTENCY_TOKENS,
  SCHOOL_DAYS,
  type ConsistencyTokenMaker,
  type SchoolDays,
} from './ports.js';
