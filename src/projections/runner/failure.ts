// What a failure means for the projector. Transient ones are tried again for ever; one that would be
// the same on every try stops it, loudly; being fenced means that somebody else does the work now.
import pg from 'pg';
import { isConnectionFailure } from '../../database/pools.js';
import { AppError } from '../../kernel/app-error.js';
import { Fenced } from './checkpoint-row.js';
import { isMissingReadModel } from './version.js';

export type FailureKind = 'transient' | 'fenced' | 'deterministic';

/** serialization_failure, deadlock_detected, lock_not_available, query_canceled. */
const TRY_AGAIN = new Set(['40001', '40P01', '55P03', '57014']);

export function kindOfFailure(error: unknown): FailureKind {
  if (error instanceof Fenced || isMissingReadModel(error)) return 'fenced';
  if (error instanceof Dropped || isConnectionFailure(error)) return 'transient';
  if (error instanceof AppError)
    return error.kind === 'unavailable' ? 'transient' : 'deterministic';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return TRY_AGAIN.has(code) ? 'transient' : 'deterministic';
}

/** SQL states of a value that no column takes: cardinality, data, constraint, a row that is too long. */
const VALUE_REFUSED = /^(21|22|23|54)/;
/** What a newer release wrote: it concerns every student, so nobody is parked for it. */
const NEWER_RELEASE = new Set(['unknown_event_type', 'unknown_event_version', 'projector_stopped']);

/**
 * Whether a failure comes from what the events say and would be the same on every try. A statement
 * that Postgres refuses for another reason (a right, a full disk, a missing column) says nothing about
 * them.
 */
export function isAboutEvents(error: unknown): boolean {
  if (kindOfFailure(error) !== 'deterministic') return false;
  if (error instanceof AppError) return !NEWER_RELEASE.has(error.code);
  if (error instanceof pg.DatabaseError) return VALUE_REFUSED.test(error.code ?? '');
  return true;
}

/** Stable, snake_case: the code of an AppError, `value_refused` by Postgres, `not_applicable`. */
export function reasonCodeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof pg.DatabaseError ? 'value_refused' : 'not_applicable';
}

/** The subscription ended or fell silent: no error of the store, and a reason to subscribe again. */
export class Dropped extends Error {
  override readonly name = 'Dropped';
}

/** The read models can't go on with this log, and no retry will change that. */
export function projectorStopped(reason: string, cause?: unknown): AppError {
  return new AppError('internal', reason, { code: 'projector_stopped', cause });
}

export const REBUILD_COMMAND = 'npm run cli -- rebuild';
