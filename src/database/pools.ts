// Connections to Postgres. Small pools by purpose: commands at the gate can't be starved by reads,
// and every pool survives a restart of the server (an idle connection without an `error` listener
// would end the process).
import pg from 'pg';
import type { Logger } from '../kernel/logger.js';

/** Pool of hot reads, sessions and projections. */
export const READ_POOL = Symbol('ReadPool');
/** Pool of the effect gate alone: two connections take turns, a few more for commands that wait. */
export const GATE_POOL = Symbol('GatePool');

const INT8_OID = 20;
const NUMERIC_OID = 1700;

export interface PoolOptions {
  connectionString: string;
  /** Shown in `pg_stat_activity`. */
  name: string;
  connectionsMax: number;
}

/** A pool whose int8 values are bigint; a lost idle connection is logged and replaced. */
export function createPool(options: PoolOptions, logger: Logger): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.name,
    max: options.connectionsMax,
    connectionTimeoutMillis: 5_000,
    types: { getTypeParser },
  });
  const lost = (error: Error) =>
    logger.warn({ error: error.message, pool: options.name }, 'Postgres connection lost');
  pool.on('error', lost);
  // A connection that is held between two statements (a lock, a transaction) has no pool to listen
  // for it: without a listener of its own its loss would end the process.
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

/** int8 and numeric (sums of int8) as bigint: money never passes through a float. */
const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8_OID || oid === NUMERIC_OID
    ? (text: string) => BigInt(text)
    : format === 'binary'
      ? pg.types.getTypeParser(oid, 'binary')
      : pg.types.getTypeParser(oid, 'text')) as typeof pg.types.getTypeParser;

/** Whether Postgres did not answer or is going down, as opposed to refusing a statement. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(08|57P0|53)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect|is not queryable/.test(
      error.message,
    )
  );
}
