// What makes a restored log and a restored database one school again: rows, chain, nobody signed in,
// the log's new identity, read models made anew.
import pg from 'pg';
import { CommandLog, type StoredEvent } from '../../eventstore/index.js';
import { assert, present } from '../../kernel/assert.js';
import { commandIdOf, randomId, type Uuid } from '../../kernel/ids.js';
import { OPERATIONS_STREAM, SCHOOL_STREAM, schoolFold } from '../../modules/billing/index.js';
import type { LogRestored, SchoolFact } from '../../modules/billing/index.js';
import { openBooks, type Books } from '../open-books.js';
import { rebuildCommand } from '../rebuild.command.js';
import type { LogSummary } from './embedded-stores.js';
import { loadApp } from './load-app.js';
import { LogChain, pagesOf } from './log-chain.js';
import { damaged } from './manifest.js';
import type { Backup } from './read-backup.js';

export interface BooksToSettle {
  /** Says where the stores are, and the master key. */
  readonly env: NodeJS.ProcessEnv;
  readonly backup: Backup;
  readonly log: LogSummary;
  readonly productVersion: string;
  readonly print: (line: string) => void;
}

const TOLD_EVERY_EVENTS = 50_000;

/**
 * Fills the database and proves that it and the log belong together: no hash differs, no key is
 * missing, and accounts that are folded from their own streams have the figures of the read models.
 * @throws AppError `internal` (`backup_damaged`, `chain_broken`, `rebuild_differs`); what the stores
 *   say.
 */
export async function settleBooks(settling: BooksToSettle): Promise<void> {
  const { env, backup, print } = settling;
  const databaseUrl = present(env['DATABASE_URL'], 'DATABASE_URL');
  print('Restoring users, sessions and keys …');
  await loadApp(databaseUrl, backup.manifest, (name) => backup.file(name));
  await endSessions(databaseUrl);
  const books = await openBooks(env);
  try {
    await books.store.ready();
    await proveLog(books, settling);
    await recordRestore(books, settling);
    await rebuildCommand(books, print);
  } finally {
    await books.close();
  }
}

/** Someone who logged out after the back-up must not be signed in again by it. */
async function endSessions(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `update app.auth_session set revoked_at = now(), revoke_reason = 'restored'
       where revoked_at is null`,
    );
  } finally {
    await client.end();
  }
}

/**
 * Reads the whole log before anything acts on it. A fact of the log that outlives the database of a
 * back-up, as the erasure of a student's key does, takes hold again here, before a name is unsealed.
 */
async function proveLog({ store, pool }: Books, { log, print }: BooksToSettle): Promise<void> {
  const chain = new LogChain('the restored log');
  const subjects = new Set<Uuid>();
  for await (const page of pagesOf(store)) {
    for (const event of page) {
      chain.add(event);
      const subject = subjectOfSealed(event);
      if (subject !== undefined) subjects.add(subject);
    }
    if (chain.events % TOLD_EVERY_EVENTS < page.length) print(`proving … event ${chain.events}`);
  }
  if (chain.events !== log.events) {
    throw damaged(`The log answers ${chain.events} events and should answer ${log.events}`);
  }
  print(`Every hash of ${chain.events} events was computed again and is the one that was stored`);
  await assertKeysOf(pool, subjects);
  print(`${subjects.size} subjects of sealed data have their keys`);
}

/** A sealed text names the subject under whose key it is: `v1.<subject>.…`. */
function subjectOfSealed({ data }: StoredEvent): Uuid | undefined {
  const { sealed } = data;
  return typeof sealed === 'string' ? sealed.split('.')[1] : undefined;
}

async function assertKeysOf(pool: pg.Pool, subjects: ReadonlySet<Uuid>): Promise<void> {
  const { rows } = await pool.query<{ id: Uuid }>(
    `select id from unnest($1::uuid[]) as sealed (id)
     where not exists (select 1 from app.subject_key where subject_id = id) limit 1`,
    [[...subjects]],
  );
  const [missing] = rows;
  if (missing !== undefined) throw damaged(`The key of ${missing.id} is not in the back-up`);
}

/** From here on it is another log than the one that was backed up, which may have gone on. */
async function recordRestore(
  { store, registry, keys }: Books,
  { log, productVersion }: BooksToSettle,
): Promise<void> {
  const facts = (await store.readStream(SCHOOL_STREAM)).map((event) =>
    registry.upcast<SchoolFact>(event),
  );
  const school = facts.reduce(
    (state, fact) => schoolFold.evolve(state, fact),
    schoolFold.initialState,
  );
  // A back-up of an instance that never finished its first start.
  if (school === undefined) return;
  const newLogId = randomId(new Date());
  const commandId = commandIdOf(OPERATIONS_STREAM, newLogId);
  const commands = new CommandLog({
    store,
    registry,
    keys,
    schoolId: () => school.schoolId,
    appVersion: productVersion,
  });
  const throughIndex = String(log.events);
  const { facts: written } = await commands.decideAndAppend<null, LogRestored>({
    stream: OPERATIONS_STREAM,
    fold: { initialState: null, evolve: (state) => state },
    context: {
      commandId,
      principal: 'system:restore',
      actorRole: 'system',
      correlationId: commandId,
    },
    decide: () => [
      { type: 'LogRestored', data: { newLogId, throughIndex, reasonCode: 'backup_restored' } },
    ],
  });
  assert(written.length === 1, 'the restore is recorded');
}
