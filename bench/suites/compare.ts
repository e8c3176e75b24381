// Figures of a table's rows for the summary.
import type { ReportRow } from '../report/load-table.js';
import { atLeast, type Finding } from '../report/summary.js';
import type { SideName } from '../sides/side.js';

export function rowOf(
  rows: readonly ReportRow[],
  label: string,
  side: SideName = 'ours',
): ReportRow | undefined {
  return rows.find((row) => row.label === label && row.side === side);
}

/** Our requests per second; nothing when ours was not measured. */
export function rateOf(rows: readonly ReportRow[], label: string): Finding[] {
  const ours = rowOf(rows, label);
  if (ours === undefined) return [];
  return [{ what: label, found: `${ours.figures.perSecond.toFixed(0)} per s` }];
}

/** Ours over another side's requests per second; nothing when one of them was not measured. */
export function against(
  rows: readonly ReportRow[],
  label: string,
  { side, least }: { side: SideName; least?: number | undefined },
): Finding[] {
  const ours = rowOf(rows, label);
  const other = rowOf(rows, label, side);
  if (ours === undefined || other === undefined) return [];
  const ratio = ours.figures.perSecond / other.figures.perSecond;
  const what = `${label}, against ${side}`;
  if (least !== undefined) return [atLeast(what, ratio, { value: least, unit: '×' })];
  return [{ what, found: `${ratio.toFixed(2)} ×` }];
}
