// Taking allocations back: the newest first, each release naming the line that it takes back and
// dated so that no figure of a past day goes below zero.
import { present } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import { latest, type LocalDate } from '../../../kernel/local-date.js';
import { amountToEvent } from '../../../kernel/money.js';
import type {
  AllocationReleased,
  ReleaseCause,
  ReleaseLineData,
} from './account-allocations.events.js';
import type { Allocation, StudentAccount } from './student-account.js';

export interface Release {
  /** Which lines may be taken back. */
  readonly of: { readonly chargeId: Uuid } | { readonly paymentId: Uuid };
  /** How much, minor units; everything when absent. */
  readonly amountMinor?: bigint;
  readonly effectiveDate: LocalDate;
  readonly cause: ReleaseCause;
}

/** One fact for each payment whose money becomes free; none when there is nothing to take back. */
export function release(account: StudentAccount, what: Release): AllocationReleased[] {
  const { currency } = present(account.opened, 'an opened account');
  const byPayment = Map.groupBy(linesTaken(account, what), ({ paymentId }) => paymentId);
  return [...byPayment].map(([paymentId, taken]) => ({
    type: 'AllocationReleased',
    data: { paymentId, lines: taken.map(({ line }) => line), currency, cause: what.cause },
  }));
}

function linesTaken(
  account: StudentAccount,
  { of, effectiveDate, ...what }: Release,
): { paymentId: Uuid; line: ReleaseLineData }[] {
  const taken: { paymentId: Uuid; line: ReleaseLineData }[] = [];
  let left = what.amountMinor;
  for (const allocation of newestFirst(account, of)) {
    if (left === 0n) break;
    const { allocationId, paymentId } = allocation;
    const part = least(allocation.amountMinor, left);
    if (left !== undefined) left -= part;
    const line = {
      allocationId: String(allocationId),
      amountMinor: amountToEvent(part),
      effectiveDate: latest(effectiveDate, allocation.effectiveDate),
    };
    taken.push({ paymentId, line });
  }
  return taken;
}

function least(amountMinor: bigint, limit: bigint | undefined): bigint {
  return limit !== undefined && limit < amountMinor ? limit : amountMinor;
}

/** Lines with something left, the newest effective date first, of one day the last made first. */
function newestFirst(account: StudentAccount, of: Release['of']): Allocation[] {
  const concerned = (line: Allocation) =>
    'chargeId' in of ? line.chargeId === of.chargeId : line.paymentId === of.paymentId;
  return [...account.allocations.values()]
    .filter((line) => line.amountMinor > 0n && concerned(line))
    .sort((a, b) => compare(b.effectiveDate, a.effectiveDate) || b.allocationId - a.allocationId);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
