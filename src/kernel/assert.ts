// Assertions say what only a bug can break. They are never used on input: bad input gets an AppError.

/** Throws when a condition that only a bug can break does not hold. */
export function assert(condition: boolean, invariant: string): asserts condition {
  if (!condition) throw new AssertionFailed(invariant);
}

/** The value, asserted to be there: for look-ups that an invariant guarantees. */
export function present<T>(value: T | undefined | null, what: string): T {
  assert(value !== undefined && value !== null, `${what} is missing`);
  return value;
}

/** Makes a `switch` exhaustive: a forgotten case stops the build, an unknown value stops the run. */
export function absurd(value: never): never {
  throw new AssertionFailed(`unexpected value ${JSON.stringify(value)}`);
}

export class AssertionFailed extends Error {
  override readonly name = 'AssertionFailed';

  constructor(invariant: string) {
    super(`invariant broken: ${invariant}`);
  }
}
