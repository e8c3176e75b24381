// The proof of a restored log, before anything acts on it.
import type pg from 'pg';
import type { StoredEvent } from '../../eventstore/index.js';
import type { Uuid } from '../../kernel/ids.js';
import type { Books } from '../open-books.js';
import { LogChain, pagesOf } from './log-chain.js';
import { damaged } from './manifest.js';

const TOLD_EVERY_EVENTS = 50_000;

/**
 * Reads the whole log: every hash, the number of events, a key for every sealed name. A fact that
 * must take hold again in a restored database, as the erasure of a student's key, belongs here: what
 * comes next unseals names.
 * @throws AppError `internal` (`chain_broken`, `backup_damaged`); `unavailable`.
 */
export async function proveLog(
  { store, pool }: Books,
  { events, print }: { events: number; print: (line: string) => void },
): Promise<void> {
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
  assertCount(chain.events, events);
  await assertKeysOf(pool, subjects);
  print(`Every hash of ${events} events was computed again and is the one that was stored`);
  print(`Keys are there for all ${subjects.size} subjects of sealed data`);
}

function assertCount(found: number, expected: number): void {
  if (found === expected) return;
  throw damaged(`The log answers ${found} events and should answer ${expected}`);
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
