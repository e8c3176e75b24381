// What others may use of students: its facts, its live fold, and who a student is.
export { STUDENT_EVENTS } from './event-definitions.js';

export * from './domain/student.events.js';
export * from './domain/admission-number.events.js';

export { studentFold, type Student, type StudentStatus } from './domain/student.js';
