// SQL of the class that a student is in on a day. A class may be assigned from a coming day on, so
// which one counts hangs on the day of asking, in the school's time zone (rule 20), and no event says
// when that day has come.

/** The school's day at an instant (a parameter of type timestamptz). */
export function schoolDay(schema: string, instant: string): string {
  return `(${instant} at time zone (select time_zone from ${schema}.school limit 1))::date`;
}

/** Over `student s`: the class on a day; before the first one begins, the first. */
export function classOnDay(schema: string, day: string): string {
  return `case when s.class_from <= ${day} then s.class else ${earlierClass(schema, day)} end`;
}

/** Boolean over `student s`: whether a class is the student's on a day; finds them by index. */
export function isClassOnDay(schema: string, day: string, studentClass: string): string {
  return `(s.class = ${studentClass} and s.class_from <= ${day}
    or s.class_from > ${day} and ${earlierClass(schema, day)} = ${studentClass})`;
}

/** Only those whose newest class lies ahead are looked up. */
function earlierClass(schema: string, day: string): string {
  const ofStudent = `from ${schema}.student_class c where c.student_id = s.student_id`;
  return `coalesce(
    (select c.class ${ofStudent} and c.starts_on <= ${day} order by c.starts_on desc limit 1),
    (select c.class ${ofStudent} order by c.starts_on limit 1))`;
}
