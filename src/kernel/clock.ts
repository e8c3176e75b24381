// Time is injected, so that a test can stop it and nothing reads the machine's clock behind our back.

export interface Clock {
  now(): Date;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved; for tests and for replaying the past. */
export class ManualClock implements Clock {
  constructor(private instant: Date) {}

  now(): Date {
    return this.instant;
  }

  moveTo(instant: Date): void {
    this.instant = instant;
  }
}
