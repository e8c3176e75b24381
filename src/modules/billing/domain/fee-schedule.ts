// Fees of one term: (class × fee code) → amount and due date. A line for a class beats the line for
// every class; an amount in instalments is split by largest remainder (rule 8).
import { absurd, assert, present } from '../../../kernel/assert.js';
import { AppError } from '../../../kernel/app-error.js';
import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { Fold, NewFact } from '../../../kernel/fact.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import {
  amountFromEvent,
  amountToEvent,
  splitEvenly,
  type Currency,
} from '../../../kernel/money.js';
import type { FeeScheduleFact, FeeScheduleLineData } from './fee-schedule.events.js';
import type { TermFee } from './charge-term-fees.js';

export const FEE_LINES_MAX = 2_000;
export const INSTALMENTS_MAX = 12;
/** One event must fit into an append of 400 KiB with room for its metadata. */
const LINES_BYTES_MAX = 384 * 1024;

export interface FeeLine {
  readonly class?: string;
  readonly feeCode: string;
  readonly description: string;
  /** Minor units, 1 … 10^12 − 1. */
  readonly amountMinor: bigint;
  /** One due date, or 2 to 12 of them for a fee in instalments. */
  readonly dueOn: readonly LocalDate[];
  readonly priority: number;
}

export interface FeeSchedule {
  /** 0 before the first publication. */
  readonly version: number;
  /** Absent before the first publication. */
  readonly currency: Currency | undefined;
  readonly lines: readonly FeeScheduleLineData[];
}

export const feeScheduleFold: Fold<FeeSchedule, FeeScheduleFact> = {
  initialState: { version: 0, currency: undefined, lines: [] },
  evolve: (before, fact) => {
    if (fact.type !== 'FeeSchedulePublished') return absurd(fact.type);
    const version = Number(fact.data.version);
    assert(version === before.version + 1, 'versions of a fee schedule run from 1');
    const { currency, lines } = fact.data;
    return { version, currency, lines };
  },
};

/**
 * Publishes the whole schedule anew; nothing when it is as it was.
 * @throws AppError `invalid` (`duplicate_fee_line`, `too_many_lines`, `amount_out_of_range`).
 */
export function publishFeeSchedule(
  schedule: FeeSchedule,
  published: { termId: Uuid; currency: Currency; lines: readonly FeeLine[] },
): NewFact<FeeScheduleFact>[] {
  const { termId, currency } = published;
  assertLines(published.lines);
  const lines = published.lines.map(lineData);
  const text = canonicalJson(lines);
  if (new TextEncoder().encode(text).length > LINES_BYTES_MAX) throw tooManyLines();
  const isSame = schedule.currency === currency && text === canonicalJson(schedule.lines);
  if (schedule.version > 0 && isSame) return [];
  const version = String(schedule.version + 1);
  return [{ type: 'FeeSchedulePublished', data: { termId, version, currency, lines } }];
}

/** What a student of a class owes for the term: one entry a fee, or one an instalment of it. */
export function feesForClass(schedule: FeeSchedule, studentClass: string): TermFee[] {
  const ofClass = schedule.lines.filter((line) => line.class === studentClass);
  const own = new Set(ofClass.map((line) => line.feeCode));
  return schedule.lines
    .filter((line) => line.class === studentClass || isForAll(line, own))
    .flatMap(feesOf);
}

function isForAll(line: FeeScheduleLineData, ownFeeCodes: ReadonlySet<string>): boolean {
  return line.class === undefined && !ownFeeCodes.has(line.feeCode);
}

function feesOf(line: FeeScheduleLineData): TermFee[] {
  const { feeCode, description } = line;
  const priority = Number(line.priority);
  const amountMinor = amountFromEvent(line.amountMinor);
  if (line.instalments === undefined) {
    const dueOn = present(line.dueOn, `due date of ${feeCode}`);
    return [{ feeCode, description, amountMinor, dueOn, priority }];
  }
  const of = line.instalments.length;
  const parts = splitEvenly(amountMinor, of);
  return line.instalments.map(({ dueOn }, i) => {
    const part = present(parts[i], `part ${i} of ${feeCode}`);
    const instalment = { no: i + 1, of };
    return { feeCode, description, amountMinor: part, dueOn, priority, instalment };
  });
}

function lineData(line: FeeLine): FeeScheduleLineData {
  const [only, ...more] = line.dueOn;
  return {
    ...(line.class === undefined ? {} : { class: line.class }),
    feeCode: line.feeCode,
    description: line.description,
    amountMinor: amountToEvent(line.amountMinor),
    ...(more.length === 0 && only !== undefined
      ? { dueOn: only }
      : { instalments: line.dueOn.map((dueOn) => ({ dueOn })) }),
    priority: String(line.priority),
  };
}

function assertLines(lines: readonly FeeLine[]): void {
  if (lines.length > FEE_LINES_MAX) throw tooManyLines();
  const seen = new Set<string>();
  for (const line of lines) {
    const key = `${line.feeCode} ${line.class ?? ''}`;
    if (seen.has(key)) throw duplicate(line);
    seen.add(key);
    assert(line.dueOn.length > 0 && line.dueOn.length <= INSTALMENTS_MAX, '1 to 12 due dates');
    if (line.amountMinor < BigInt(line.dueOn.length)) {
      throw new AppError('invalid', `${line.feeCode} is too small for its instalments.`, {
        code: 'amount_out_of_range',
      });
    }
  }
}

function duplicate(line: FeeLine): AppError {
  const place = line.class === undefined ? 'every class' : `class ${line.class}`;
  return new AppError('invalid', `${line.feeCode} stands twice for ${place}.`, {
    code: 'duplicate_fee_line',
  });
}

function tooManyLines(): AppError {
  const message = `A fee schedule holds at most ${FEE_LINES_MAX} lines and ${LINES_BYTES_MAX / 1024} KiB.`;
  return new AppError('invalid', message, { code: 'too_many_lines' });
}
