// The table of a bench: one row a scenario and side, with what it reaches of the floor and of the peer.
import type { Figures } from '../load/figures.js';
import type { SideName } from '../sides/side.js';
import { textTable } from './text-table.js';

export interface ReportRow {
  /** Of the scenario, the same on both sides. */
  readonly label: string;
  readonly side: SideName;
  readonly figures: Figures;
}

const SERVERS = ['app', 'events', 'Postgres'] as const;
const CLIENT = 'bench';

export function loadTable(rows: readonly ReportRow[]): string {
  const head = ['', '', 'per s', '× floor', '× Emmett', 'p50 ms', 'p95 ms', 'p99 ms'];
  const body = rows.map((row) => [
    row.label,
    row.side,
    row.figures.perSecond.toFixed(0),
    ratioTo('floor', row, rows),
    ratioTo('emmett', row, rows),
    row.figures.p50Ms.toFixed(1),
    row.figures.p95Ms.toFixed(1),
    row.figures.p99Ms.toFixed(1),
    ...[...SERVERS, CLIENT].map((name) => row.figures.cpuPerThousand[name]?.toFixed(2) ?? '–'),
    serverCpuRatio(row, rows),
  ]);
  const cpu = [...SERVERS, CLIENT].map((name) => `cpu ${name}`);
  const table = textTable([[...head, ...cpu, '× floor'], ...body]);
  return `${table}\n(cpu: seconds per 1 000 requests of the row; bench is this client,\nwhich the last column leaves out)`;
}

/** CPU of app and stores together a request, over the floor's: it drifts less with a busy machine. */
function serverCpuRatio(row: ReportRow, rows: readonly ReportRow[]): string {
  const floor = sameOf('floor', row, rows);
  if (floor === undefined) return '';
  const ratio = serverCpu(row) / serverCpu(floor);
  return Number.isFinite(ratio) ? ratio.toFixed(2) : '';
}

function serverCpu({ figures }: ReportRow): number {
  return SERVERS.reduce((sum, name) => sum + (figures.cpuPerThousand[name] ?? 0), 0);
}

/** Requests per second over another side's; empty where there is nothing to compare. */
function ratioTo(side: SideName, row: ReportRow, rows: readonly ReportRow[]): string {
  const other = sameOf(side, row, rows);
  if (other === undefined) return '';
  return (row.figures.perSecond / other.figures.perSecond).toFixed(2);
}

function sameOf(side: SideName, row: ReportRow, rows: readonly ReportRow[]): ReportRow | undefined {
  if (row.side === side) return undefined;
  return rows.find((other) => other.label === row.label && other.side === side);
}
