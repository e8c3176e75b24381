// One of the systems that are measured beside each other.
import type { ProcessRoots } from '../machine/process-tree.js';
import type { SchoolClient } from '../school/school-client.js';
import type { AtEnd } from './at-end.js';

export const SIDE_NAMES = ['ours', 'floor', 'emmett'] as const;
export type SideName = (typeof SIDE_NAMES)[number];

export interface Side {
  readonly name: SideName;
  readonly client: SchoolClient;
  /** What its CPU time is counted over. */
  readonly processes: ProcessRoots;
}

export interface SidePlan {
  /** Empty, on a disk, for this side alone. */
  readonly folder: string;
  readonly students: number;
  /** Gets the progress, a line at a time. */
  readonly say: (line: string) => void;
  readonly atEnd: AtEnd;
}

/** Sessions that requests use in turn, as several cashiers would. */
export const SESSIONS = 4;
