// What makes a restored log and a restored database one school again: rows, chain, nobody signed in,
// the log's new identity, read models made anew.
import { present } from '../../kernel/assert.js';
import { randomId } from '../../kernel/ids.js';
import type { LogRestored } from '../../modules/billing/index.js';
import { openBooks } from '../open-books.js';
import { rebuildCommand } from '../rebuild.command.js';
import { recordOperation } from '../record-operation.js';
import type { LogSummary } from './embedded-stores.js';
import { loadApp } from './load-app.js';
import { onOneConnection } from './one-connection.js';
import { proveLog } from './prove-log.js';
import type { Backup } from './read-backup.js';

export interface BooksToSettle {
  /** Says where the stores are, and the master key. */
  readonly env: NodeJS.ProcessEnv;
  readonly backup: Backup;
  readonly log: LogSummary;
  readonly print: (line: string) => void;
}

/**
 * Fills the database and proves that it and the log belong together: no hash differs, no key is
 * missing, and accounts that are folded from their own streams have the figures of the read models.
 * @throws AppError `internal` (`backup_damaged`, `chain_broken`, `rebuild_differs`); what the stores
 *   say.
 */
export async function settleBooks(settling: BooksToSettle): Promise<void> {
  const { env, backup, print } = settling;
  const { events } = settling.log;
  const databaseUrl = present(env['DATABASE_URL'], 'DATABASE_URL');
  print('Restoring users, sessions and keys …');
  await loadApp(databaseUrl, backup.manifest, (name) => backup.file(name));
  await endSessions(databaseUrl);
  const books = await openBooks(env);
  try {
    await books.store.ready();
    await proveLog(books, { events, print });
    await recordOperation(books, restoredThrough(events));
    const { controlTotals } = await rebuildCommand(books, print);
    print(`Verified totals, in minor units: ${totalsLine(controlTotals)}`);
  } finally {
    await books.close();
  }
}

/** Someone who logged out after the back-up must not be signed in again by it. */
async function endSessions(databaseUrl: string): Promise<void> {
  await onOneConnection(databaseUrl, 'bursar restore', (client) =>
    client.query(
      `update app.auth_session set revoked_at = now(), revoke_reason = 'restored'
       where revoked_at is null`,
    ),
  );
}

/** From here on it is another log than the one that was backed up, which may have gone on. */
function restoredThrough(events: number): LogRestored {
  return {
    type: 'LogRestored',
    data: {
      newLogId: randomId(new Date()),
      throughIndex: String(events),
      reasonCode: 'backup_restored',
    },
  };
}

function totalsLine(totals: Readonly<Record<string, string>>): string {
  return Object.entries(totals)
    .map(([name, total]) => `${name} ${total}`)
    .join(', ');
}
