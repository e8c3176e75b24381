// As of when a page was read: what the read model says of itself, and the present moment.
import type { AsOf } from '../view-models.js';

export interface ReadStamp {
  readonly position: number;
  readonly lagSeconds: number;
  /** Students whose figures are held back. */
  readonly incomplete?: number;
}

export function asOfNow(stamp: ReadStamp, now: Date, href: string): AsOf {
  const { position, lagSeconds, incomplete } = stamp;
  return {
    instant: now,
    position,
    lagSeconds,
    href,
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}
