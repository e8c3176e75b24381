// What others may use of students: its facts, its live fold, its command, and who a student is.
export { STUDENT_EVENTS } from './event-definitions.js';
export type { StudentAnswer } from './answers.js';

export * from './domain/student.events.js';
export * from './domain/admission-number.events.js';

export { studentFold, type Student, type StudentStatus } from './domain/student.js';
export { admissionNumberFold } from './domain/admission-number.js';
export {
  RegisterStudent,
  RegisterStudentHandler,
  type RegisteredStudent,
  type Registration,
} from './commands/register-student.js';
export { AdmissionNumberClaims } from './processes/claim-admission-number.js';
export { StudentDirectory, type StudentEntry } from './student-directory.js';
export { FENCING_LOG, TIMING } from './fencing-log.js';
export { claimDigest, normalised } from './claim-digest.js';
export { KeyVault } from './key-vault.js';
export { masterKey } from './master-key.js';
export { PostgresSubjectKeys, type SubjectKeyMaker } from './subject-keys.js';
export { loadServerSecret, serverSecret } from './server-secret.js';
export { StudentsModule } from './students.module.js';
export { CONSISTENCY_TOKENS, type ConsistencyTokenMaker } from './ports.js';
