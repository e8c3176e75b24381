// Classes follow each other by days: the next one begins strictly after the one assigned last, so the
// class on a day never changes by what is assigned for a later one.
import { AppError } from '../../../kernel/app-error.js';
import type { NewFact } from '../../../kernel/fact.js';
import { plusDays } from '../../../kernel/local-date.js';
import { classOn, type RegisteredStudent } from './student.js';
import type { ClassAssignedData, StudentFact } from './student.events.js';

/**
 * Puts a student into a class from a day on; nothing when that is the class on that day.
 * @throws AppError `rule_violated` (`effective_date_too_early`) with `earliestDate`.
 */
export function assignClass(
  student: RegisteredStudent,
  assigned: ClassAssignedData,
): NewFact<StudentFact>[] {
  const { class: name, from } = assigned;
  if (classOn(student, from) === name) return [];
  const newest = student.classes.at(-1)?.from ?? student.enrolledOn;
  if (from > newest) return [{ type: 'ClassAssigned', data: { class: name, from } }];
  const earliestDate = plusDays(newest, 1);
  const message = `A class was assigned from ${newest}; the next one begins on ${earliestDate} or later.`;
  throw new AppError('rule_violated', message, {
    code: 'effective_date_too_early',
    extra: { earliestDate },
  });
}
