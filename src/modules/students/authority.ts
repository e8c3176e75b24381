// Who gives a command on students, and what a command gives back beside its answer.
import type { CommandContext, EffectGate, LogPosition } from '../../eventstore/index.js';

export interface StudentAuthority {
  readonly context: CommandContext;
  /** Passed with the append: a session that ended meanwhile has no effect. */
  readonly gate: EffectGate;
  /** Revision of `If-Match`, where the request had one. */
  readonly ifMatch?: number;
}

/** What was written, or had been written by the same command before. */
export interface WrittenStudent<Answer> {
  readonly answer: Answer;
  /** Of the student's stream. */
  readonly revision: number;
  readonly position: LogPosition | undefined;
  readonly replayed: boolean;
}
