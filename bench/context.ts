// What every bench is given.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../scripts/process/tools.js';
import type { BenchOptions } from './options.js';
import type { Finding } from './report/summary.js';

export interface BenchContext {
  readonly options: BenchOptions;
  /** A new folder on the project's disk; removed at the end of the run. */
  readonly newFolder: (name: string) => string;
  /** A line of the report. */
  readonly print: (line: string) => void;
  /** A line for whoever waits; not part of the report. */
  readonly progress: (line: string) => void;
  /** For the summary at the end. */
  readonly findings: Finding[];
}

export interface Workplace {
  readonly folder: string;
  remove(): void;
}

const PARENT = path.join(ROOT, '.data');
const PREFIX = 'bench-';
/** An account that may not list a folder passes through it. */
const PASSABLE = 0o711;

/** A folder of this run; those of runs that were killed are removed. */
export function openWorkplace(): Workplace {
  const folder = path.join(PARENT, `${PREFIX}${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: PASSABLE });
  for (const name of readdirSync(PARENT).filter((entry) => isLeftover(entry))) {
    rmSync(path.join(PARENT, name), { recursive: true, force: true });
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function contextOf(options: BenchOptions, folder: string): BenchContext {
  return {
    options,
    newFolder: (name) => newFolder(folder, name),
    print: (line) => void process.stdout.write(`${line}\n`),
    progress: (line) => void process.stderr.write(`  … ${line}\n`),
    findings: [],
  };
}

function newFolder(parent: string, name: string): string {
  const number = readdirSync(parent).length + 1;
  const folder = path.join(parent, `${number}-${name}`);
  mkdirSync(folder, { mode: PASSABLE });
  return folder;
}

function isLeftover(name: string): boolean {
  return name.startsWith(PREFIX) && !existsSync(`/proc/${name.slice(PREFIX.length)}`);
}
