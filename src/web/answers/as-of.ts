// As of when a page was read: what the read model says of itself, and the present moment.
import type { AsOf } from '../view-models.js';

export interface ReadStamp {
  readonly position: number;
  readonly lagSeconds: number;
}

export function asOfNow(stamp: ReadStamp, now: Date, href: string): AsOf {
  return { instant: now, position: stamp.position, lagSeconds: stamp.lagSeconds, href };
}
