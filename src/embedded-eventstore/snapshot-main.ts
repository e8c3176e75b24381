// A copy of the log for a back-up, as a process beside the server: `--data <directory> --into <file>`
// makes one, `--check <file>` reads one again. Says what came of it in one line of JSON.
// Exit codes: 0 done · 1 could not · 2 the log is damaged.
import { parseArgs } from 'node:util';
import { DamagedLogError } from './storage/errors.js';
import { checkSnapshot, takeSnapshot, type SnapshotSummary } from './storage/snapshot.js';

/** SQLite's SQLITE_FULL and SQLITE_IOERR_WRITE: the disk takes no more. */
const FULL_CODES = [13, 778];
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED_CODES = [11, 26];

function run(): SnapshotSummary {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      into: { type: 'string' },
      check: { type: 'string' },
    },
  });
  if (values.check !== undefined) return checkSnapshot(values.check);
  if (values.data === undefined || values.into === undefined)
    throw new Error('--data <directory> and --into <file>, or --check <file>, are needed');
  return takeSnapshot(values.data, values.into);
}

function reasonOf(error: unknown): 'damaged' | 'full' | 'failed' {
  const { errcode = 0, code } = error as { errcode?: number; code?: string };
  if (error instanceof DamagedLogError || DAMAGED_CODES.includes(errcode)) return 'damaged';
  return code === 'ENOSPC' || FULL_CODES.includes(errcode) ? 'full' : 'failed';
}

try {
  process.stdout.write(`${JSON.stringify({ done: true, ...run() })}\n`);
} catch (error) {
  const reason = reasonOf(error);
  const message = error instanceof Error ? error.message : String(error);
  process.stdout.write(`${JSON.stringify({ done: false, reason, message })}\n`);
  process.exitCode = reason === 'damaged' ? 2 : 1;
}
