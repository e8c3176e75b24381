// The addresses of the pages about the student as a person.
import { studentPath, STUDENTS_PATH } from './links.js';

export type StatusVerb = 'withdraw' | 'graduate' | 'readmit';

export const REGISTER_PATH = `${STUDENTS_PATH}/new`;

export function studentDetailsPath(studentId: string): string {
  return `${studentPath(studentId)}/details`;
}

export function studentStatusPath(studentId: string, verb: StatusVerb): string {
  return `${studentPath(studentId)}/${verb}`;
}
