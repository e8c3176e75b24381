// A plan becomes a promise: the plan, its students chunk by chunk, and the commitment last. What a
// crash leaves half written is no promise; the same command goes on with it.
import type { NewFact } from '../../../kernel/fact.js';
import { canonicalJson } from '../../../kernel/canonical-json.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import type { ChargeRun } from '../domain/charge-run.js';
import type { ChargeRunFact, ChargeRunStudent } from '../domain/charge-run.events.js';
import type { ChargePlan } from './plan-charges.js';

/** An append holds 400 KiB; this leaves room for metadata and a last student. */
const APPEND_BYTES_MAX = 320 * 1024;
const CHUNK_BYTES_MAX = 64 * 1024;

/** All facts from the plan to the commitment, in order; the same plan makes the same facts. */
export function factsOfPlan(plan: ChargePlan, effectiveDate: LocalDate): NewFact<ChargeRunFact>[] {
  const chunks = chunksOf(plan.students);
  const { totals, digest } = plan;
  return [
    {
      type: 'ChargeRunPlanned',
      data: {
        termId: plan.termId,
        ...(plan.class === undefined ? {} : { class: plan.class }),
        effectiveDate,
        feeScheduleVersion: String(plan.feeScheduleVersion),
        digest,
        students: String(totals.students),
        lines: String(totals.charges),
        totalMinor: totals.amountMinor.toString(),
        plannedAtIndex: String(plan.plannedAtIndex),
      },
    },
    ...chunks.map((students, i): NewFact<ChargeRunFact> => ({
      type: 'ChargeRunChunkFrozen',
      data: { chunk: String(i + 1), of: String(chunks.length), students },
    })),
    { type: 'ChargeRunCommitted', data: { digest } },
  ];
}

/** What is still to be appended, as much as fits into one append; none once it is committed. */
export function nextFacts(
  run: ChargeRun,
  facts: readonly NewFact<ChargeRunFact>[],
): NewFact<ChargeRunFact>[] {
  if (run.committed) return [];
  const next: NewFact<ChargeRunFact>[] = [];
  let bytes = 0;
  for (const fact of facts.slice(run.plan === undefined ? 0 : 1 + run.chunks)) {
    bytes += bytesOf(fact.data);
    if (next.length > 0 && bytes > APPEND_BYTES_MAX) break;
    next.push(fact);
  }
  return next;
}

function chunksOf(students: readonly ChargeRunStudent[]): ChargeRunStudent[][] {
  const chunks: ChargeRunStudent[][] = [];
  let bytes = CHUNK_BYTES_MAX;
  for (const student of students) {
    const size = bytesOf(student);
    if (bytes + size > CHUNK_BYTES_MAX) {
      chunks.push([]);
      bytes = 0;
    }
    chunks.at(-1)?.push(student);
    bytes += size;
  }
  return chunks;
}

function bytesOf(value: object): number {
  return Buffer.byteLength(canonicalJson(value));
}
