// Which event ids were written lately, and where: the memory behind repeats with "any" revision. It
// holds at most `idsMax` ids in two generations; when the young one is full, the old one is dropped.
import type { EventPlace } from './append-decision.js';

export interface RecentPlace extends EventPlace {
  readonly streamId: number;
}

export class RecentIds {
  #young = new Map<string, RecentPlace>();
  #old = new Map<string, RecentPlace>();
  readonly #generationMax: number;

  constructor(idsMax = 200_000) {
    this.#generationMax = Math.ceil(idsMax / 2);
  }

  /** An id that is used again stays with its first place. */
  remember(id: Buffer, place: RecentPlace): void {
    if (this.find(id) !== undefined) return;
    this.#young.set(keyOf(id), place);
    if (this.#young.size < this.#generationMax) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  find(id: Buffer): RecentPlace | undefined {
    const key = keyOf(id);
    return this.#young.get(key) ?? this.#old.get(key);
  }
}

function keyOf(id: Buffer): string {
  return id.toString('latin1');
}
