// What a back-up says of itself. It is written last: a folder without it is no back-up, whatever else
// lies in it.
import { z } from 'zod';
import { AppError } from '../../kernel/app-error.js';

export const MANIFEST_FILE = 'manifest.json';
export const LOG_FILE = 'log/events.db';
export const FORMAT = 1;

const TABLE = z.object({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/),
  columns: z.array(z.string().regex(/^[a-z_][a-z0-9_]*$/)).min(1),
  rows: z.number().int().min(0),
});

const MANIFEST = z.object({
  format: z.literal(FORMAT),
  productVersion: z.string(),
  /** Instant at which the back-up began: what was acknowledged before it is in it. */
  begunAt: z.iso.datetime(),
  log: z.object({
    /** Log index of the last event, which is their number. */
    events: z.number().int().min(0),
    lastEventId: z.string().optional(),
    /** Which log it is: that of the last restore, or the id of the first event. */
    logId: z.string().optional(),
  }),
  app: z.object({
    /** Names of the migrations that made the schema, in order. */
    migrations: z.array(z.string()).min(1),
    /** In an order in which no row refers to a later table. */
    tables: z.array(TABLE),
  }),
  /** Tells whether a master key is the one that the keys are sealed under, and nothing else. */
  masterKeyCheck: z.string(),
  files: z.array(
    z.object({
      path: z.string().regex(/^(log|app)\/[a-z_][a-z0-9_]*\.(db|jsonl)$/),
      bytes: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type Manifest = z.output<typeof MANIFEST>;
export type DumpedTable = z.output<typeof TABLE>;
export type BackedUpFile = Manifest['files'][number];

/** File of a table of `app`: one row a line, as JSON. */
export function tableFile(table: string): string {
  return `app/${table}.jsonl`;
}

/** @throws AppError `internal` (`backup_damaged`); `invalid` (`backup_of_other_release`). */
export function parseManifest(text: string, folder: string): Manifest {
  const value = valueOf(text);
  const known = z.object({ format: z.number() }).safeParse(value);
  if (known.success && known.data.format !== FORMAT) {
    const message =
      `The back-up ${folder} has format ${known.data.format}, this release reads ${FORMAT}. ` +
      'Restore it with the release that made it.';
    throw new AppError('invalid', message, { code: 'backup_of_other_release' });
  }
  const manifest = MANIFEST.safeParse(value);
  if (manifest.success) return manifest.data;
  throw damaged(`${folder}/${MANIFEST_FILE} is not what a back-up writes`);
}

/** A finding about a back-up, with what to do about it. */
export function damaged(what: string, cause?: unknown): AppError {
  const message = `${what}. Nothing was restored: use another copy of this back-up, or an older one.`;
  return new AppError('internal', message, { code: 'backup_damaged', cause });
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
