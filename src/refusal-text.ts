// What a person reads when this process can't begin: one sentence for what an operator can mend, the
// whole error, with its stack, for what nobody foresaw.
import pg from 'pg';
import { isConnectionFailure } from './database/index.js';
import { AppError } from './kernel/app-error.js';

/** SQLSTATE classes of a server that lets nobody in: log-in refused, no such database. */
const NOT_LET_IN = /^(28|3D)/;

/** The sentence, or the error itself where there is none. */
export function refusalText(error: unknown): unknown {
  if (error instanceof AppError) return error.message;
  const unusable = isConnectionFailure(error) || isNotLetIn(error);
  if (!(error instanceof Error) || !unusable) return error;
  return `PostgreSQL can't be used: ${error.message}. DATABASE_URL says where it is.`;
}

function isNotLetIn(error: unknown): boolean {
  return error instanceof pg.DatabaseError && NOT_LET_IN.test(error.code ?? '');
}
