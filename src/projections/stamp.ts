// What every answer from the read models says about itself.

/** As of what an answer is. */
export interface Stamp {
  /** Log index: everything up to the n-th event of the books is in it. */
  readonly position: number;
  /** Age of what was read against the log, seconds; grows while the projector is behind or down. */
  readonly lagSeconds: number;
  /** So many students are parked: their rows end at an event that can't be applied. Absent: nobody. */
  readonly incomplete?: number;
}

/** As it comes from the database, where `incomplete` is null when nobody is parked. */
export function withoutNull<T extends Stamp>(answer: T): T {
  const { incomplete, ...rest } = answer;
  return typeof incomplete === 'number' ? answer : (rest as T);
}

/** Of an answer about one student, who is not parked: others that are do not matter to it. */
export function withoutOthers<T extends Stamp>(answer: T): Omit<T, 'incomplete'> {
  const { incomplete: _others, ...rest } = answer;
  return rest;
}
