// A random history of one account by the real decisions: charges, payments and everything that puts
// them right, back-dated at will. What a decision refuses is left out, as a school would.
import { AppError } from '../../src/kernel/app-error.js';
import type { Uuid } from '../../src/kernel/ids.js';
import { localDate, plusDays } from '../../src/kernel/local-date.js';
import type { Books } from './books.js';
import { Bursar } from './corrections.js';

const FIRST_DAY = localDate('2026-05-05');

/** @returns which kinds of steps were accepted. */
export function randomAccount(
  books: Books,
  studentId: Uuid,
  { random, steps }: { random: (n: number) => number; steps: number },
): string[] {
  const accepted: string[] = [];
  const begun: string[] = [];
  let today = FIRST_DAY;
  for (let n = 0; n < steps; n += 1) {
    today = plusDays(today, random(3));
    const back = plusDays(today, -random(6));
    const bursar = new Bursar(books, studentId, today.slice(5));
    const on = (back < FIRST_DAY ? FIRST_DAY : back).slice(5);
    const dueOn = plusDays(today, random(9)).slice(5);
    const acts = actsOf(bursar, { n, on, dueOn, random, begun });
    // More beginnings than ends.
    const names = [...Object.keys(acts), 'charge', 'charge', 'pay', 'pay', 'waive', 'refund'];
    const name = names[random(names.length)] ?? 'pay';
    if (!isAccepted(acts[name])) continue;
    accepted.push(name);
    begun.push(`${name}${n}`);
  }
  return accepted;
}

interface Step {
  readonly n: number;
  readonly on: string;
  readonly dueOn: string;
  readonly random: (n: number) => number;
  /** Of every accepted step its name and number, which are the name of what it made. */
  readonly begun: readonly string[];
}

/** What can be done next; of what is not there yet the books have nothing, and refuse. */
function actsOf(
  bursar: Bursar,
  { n, on, dueOn, random, begun }: Step,
): Readonly<Record<string, () => unknown>> {
  const amountMinor = BigInt(1 + random(90));
  const one = (kind: string) => {
    const all = begun.filter((name) => name.startsWith(kind));
    return all[random(all.length + 1)] ?? 'nothing';
  };
  return {
    charge: () => bursar.charge(`charge${n}`, amountMinor, on, dueOn),
    pay: () => bursar.pay(`pay${n}`, amountMinor, on, random(4) === 0),
    cancel: () => bursar.cancel(one('charge'), on),
    waive: () => bursar.waive(`waive${n}`, one('charge'), amountMinor, on),
    reverseWaiver: () => bursar.reverseWaiver(one('waive'), on),
    refund: () => bursar.refund(`refund${n}`, one('pay'), amountMinor, on),
    reverseRefund: () => bursar.reverseRefund(one('refund'), on),
    reverse: () => bursar.reverse(one('pay'), on),
    hold: () => bursar.hold(one('pay'), random(2) === 0),
  };
}

function isAccepted(act: (() => unknown) | undefined): boolean {
  try {
    act?.();
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
