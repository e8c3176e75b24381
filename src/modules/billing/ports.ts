// What billing needs from elsewhere: from read models, from the people module, from Postgres. The
// application binds these; nothing in billing knows how they are made.
import type { Uuid } from '../../kernel/ids.js';
import type { LogPosition } from '../../eventstore/index.js';

/** Who is there to be charged; a read model. */
export interface StudentRoster {
  /** Active students, all or of one class, by id; with the log index of the answer. */
  listActiveStudents(filter: { class?: string }): Promise<{
    readonly atIndex: number;
    readonly students: readonly { readonly studentId: Uuid; readonly class: string }[];
  }>;
  /**
   * Resolves when the read model has applied what is in the log up to a place.
   * @throws AppError `unavailable` (`read_model_behind`) after 2 s.
   */
  waitFor(position: LogPosition): Promise<void>;
}

export const STUDENT_ROSTER = Symbol('StudentRoster');

/** Where the commands that requests made stand in the log; a read model. */
export interface CommandPlaces {
  /** Stream that a command wrote to first; nothing when none of its facts was seen yet. */
  streamOfCommand(commandId: Uuid): Promise<{ readonly stream: string } | undefined>;
}

export const COMMAND_PLACES = Symbol('CommandPlaces');

/** Names of those who did something, for what is printed. */
export interface PrincipalNames {
  /** Display name of `user:<uuid>`; what to print instead when there is none. */
  nameOf(principal: string): Promise<string>;
}

export const PRINCIPAL_NAMES = Symbol('PrincipalNames');

/** Where a process goes on reading the log after a restart. */
export interface ProcessCheckpoint extends LogPosition {
  readonly eventId: Uuid;
}

export interface ProcessCheckpoints {
  load(name: string): Promise<ProcessCheckpoint | undefined>;
  save(name: string, checkpoint: ProcessCheckpoint): Promise<void>;
}

export const PROCESS_CHECKPOINTS = Symbol('ProcessCheckpoints');

/** Finishes what a crash left behind; called again and again, in the leader only. */
export interface Sweeper {
  readonly name: string;
  /** One round over what is new in the log and what is still open; safe to repeat. */
  sweep(): Promise<void>;
}

/** The books held alone: no command with an effect is between its gate and its append. */
export interface ExclusiveBooks {
  whileHeld<T>(work: () => Promise<T>): Promise<T>;
}

export const EXCLUSIVE_BOOKS = Symbol('ExclusiveBooks');

/** The gate of the system's own work: it has no session, but waits for a closing like everybody. */
export const SYSTEM_GATE = Symbol('SystemGate');
