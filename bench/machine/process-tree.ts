// CPU time and memory of processes and all that they started, from /proc; Linux only.
import { readdirSync, readFileSync } from 'node:fs';
import { errorCode } from '../../scripts/process/error-code.js';

/** Unit of the times in /proc, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const KIBIBYTE = 1024;

/** CPU seconds by the name of a process. */
export type CpuSeconds = Readonly<Record<string, number>>;

/** Process id of the root of each tree, by the name it has in the report. */
export type ProcessRoots = Readonly<Record<string, number>>;

interface ProcessStat {
  readonly parent: number;
  /** User and system time, with that of children that ended and were waited for. */
  readonly cpuSeconds: number;
}

/**
 * CPU seconds that each tree has used since it was started.
 * @param endedIsZero  A root that has ended counts as 0; else it is an error.
 */
export function cpuSecondsOf(
  roots: ProcessRoots,
  { endedIsZero = false }: { endedIsZero?: boolean } = {},
): CpuSeconds {
  const stats = allStats();
  return Object.fromEntries(
    Object.entries(roots).map(([name, root]) => {
      if (!endedIsZero && !stats.has(root)) throw new Error(`${name} (${root}) has ended`);
      const tree = treeOf(root, stats);
      return [name, tree.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)];
    }),
  );
}

/** The most memory that the process itself ever had; 0 once it has ended. */
export function peakBytesOf(pid: number): number {
  const status = readProcessFile(pid, 'status') ?? '';
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * KIBIBYTE;
}

export function difference(after: CpuSeconds, before: CpuSeconds): CpuSeconds {
  return Object.fromEntries(
    Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]),
  );
}

function treeOf(root: number, stats: ReadonlyMap<number, ProcessStat>): ProcessStat[] {
  const own = stats.get(root);
  if (own === undefined) return [];
  const children = [...stats].filter(([, { parent }]) => parent === root);
  return [own, ...children.flatMap(([pid]) => treeOf(pid, stats))];
}

function allStats(): ReadonlyMap<number, ProcessStat> {
  const stats = new Map<number, ProcessStat>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const stat = statOf(pid);
    if (stat !== undefined) stats.set(pid, stat);
  }
  return stats;
}

/** `undefined` for a process that has just ended. */
function statOf(pid: number): ProcessStat | undefined {
  const text = readProcessFile(pid, 'stat');
  if (text === undefined) return undefined;
  // The name, in brackets, may hold spaces; the numbers come after it (proc(5)), parent is field 4.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (number: number): number => fields[number - 3] ?? 0;
  const ticks = field(14) + field(15) + field(16) + field(17);
  return { parent: field(4), cpuSeconds: ticks / TICKS_PER_SECOND };
}

function readProcessFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
