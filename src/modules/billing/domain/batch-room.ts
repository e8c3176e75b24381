// One command is one append, and an append has an end: 500 facts, 400 KiB. A command is not refused
// because much is open in its account; what does not fit waits for the next one (rules 2 and 4).
import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { NewFact } from '../../../kernel/fact.js';

const FACTS_MAX = 500;
const BYTES_MAX = 400 * 1024;
/** Of one fact, at most; what is counted here must not be less than what is written. */
const METADATA_BYTES = 900;
const SEALING_BYTES = 120;
/** PaymentAllocated without its lines, and one line with a comma. */
const ALLOCATION_BYTES = METADATA_BYTES + 150;
const LINE_BYTES = 135;

/**
 * An account with fewer charges and payments than this is always settled in one append: there are at
 * most as many allocations and lines, beside a cause of at most as many charges.
 */
export const SETTLED_AT_ONCE_MAX = 100;

/** What a command may still write beside the facts that it has decided. */
export class BatchRoom {
  private facts: number;
  private bytes: number;

  constructor(decided: readonly NewFact[]) {
    this.facts = FACTS_MAX - decided.length;
    this.bytes = decided.reduce((left, fact) => left - bytesOf(fact), BYTES_MAX);
  }

  /** Room for an allocation with one line at least; its lines are taken one by one. */
  takeAllocation(): boolean {
    if (this.facts < 1 || this.bytes < ALLOCATION_BYTES + LINE_BYTES) return false;
    this.facts -= 1;
    this.bytes -= ALLOCATION_BYTES;
    return true;
  }

  takeLine(): boolean {
    if (this.bytes < LINE_BYTES) return false;
    this.bytes -= LINE_BYTES;
    return true;
  }
}

function bytesOf({ data, secret }: NewFact): number {
  const sealed = secret === undefined ? 0 : SEALING_BYTES + (textBytes(secret) * 4) / 3;
  return METADATA_BYTES + textBytes(data) + Math.ceil(sealed);
}

function textBytes(value: object): number {
  return new TextEncoder().encode(canonicalJson(value)).length;
}
