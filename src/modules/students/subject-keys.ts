// A key per student. Personal data in the log is sealed under it, so erasing this one row erases the
// person from every replay, export and backup. A key's row is committed before the append that uses it.
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { isConnectionFailure } from '../../database/index.js';
import type { SubjectKeys } from '../../eventstore/sealing.js';
import { AppError } from '../../kernel/app-error.js';
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import type { KeyVault } from './key-vault.js';

const KEY_BYTES = 32;
const CACHED_KEYS_MAX = 20_000;
/** Another instance learns of an erased key at the latest after this. */
const CACHED_MILLISECONDS = 60_000;

interface KeyRow {
  subject_id: Uuid;
  /** Sealed; null once erased. */
  key: Buffer | null;
}

/** Makes the keys that `SubjectKeys` finds. */
export interface SubjectKeyMaker {
  ensure(subjectId: Uuid): Promise<void>;
}

export class PostgresSubjectKeys implements SubjectKeys, SubjectKeyMaker {
  private readonly cache = new LRUCache<Uuid, KeyObject>({
    max: CACHED_KEYS_MAX,
    ttl: CACHED_MILLISECONDS,
  });

  constructor(
    private readonly pool: pg.Pool,
    private readonly vault: KeyVault,
  ) {}

  async keyOf(subjectId: Uuid): Promise<KeyObject | 'erased'> {
    const cached = this.cache.get(subjectId);
    if (cached !== undefined) return cached;
    const keys = await this.load([subjectId]);
    return present(keys.get(subjectId), `key of ${subjectId}`);
  }

  /**
   * Keys of many subjects in one statement, for projections.
   * @throws as `keyOf`: every subject must have had a key.
   */
  async keysOf(subjectIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, KeyObject | 'erased'>> {
    const found = new Map<Uuid, KeyObject | 'erased'>();
    const missing: Uuid[] = [];
    for (const subjectId of new Set(subjectIds)) {
      const cached = this.cache.get(subjectId);
      if (cached === undefined) missing.push(subjectId);
      else found.set(subjectId, cached);
    }
    if (missing.length === 0) return found;
    return new Map([...found, ...(await this.load(missing))]);
  }

  /**
   * Gives a subject its key; one that has one keeps it. Committed when this resolves.
   * @throws AppError `unavailable` (`store_unavailable`).
   */
  async ensure(subjectId: Uuid): Promise<void> {
    const sealed = this.vault.seal(randomBytes(KEY_BYTES), rowOf(subjectId));
    await this.query(
      `insert into app.subject_key (subject_id, key) values ($1, $2)
         on conflict (subject_id) do nothing`,
      [subjectId, sealed],
    );
  }

  private async load(subjectIds: readonly Uuid[]): Promise<Map<Uuid, KeyObject | 'erased'>> {
    const rows = await this.query(
      'select subject_id, key from app.subject_key where subject_id = any($1::uuid[])',
      [subjectIds],
    );
    const keys = new Map(rows.map((row) => [row.subject_id, this.opened(row)] as const));
    const missing = subjectIds.find((subjectId) => !keys.has(subjectId));
    if (missing === undefined) return keys;
    throw new AppError('internal', `Subject ${missing} never had a key.`, {
      code: 'subject_key_missing',
    });
  }

  private opened({ subject_id: subjectId, key }: KeyRow): KeyObject | 'erased' {
    if (key === null) return 'erased';
    const opened = createSecretKey(this.vault.open(key, rowOf(subjectId)));
    this.cache.set(subjectId, opened);
    return opened;
  }

  private async query(text: string, values: unknown[]): Promise<KeyRow[]> {
    try {
      return (await this.pool.query<KeyRow>(text, values)).rows;
    } catch (cause) {
      if (!isConnectionFailure(cause)) throw cause;
      throw new AppError('unavailable', 'The keys can’t be read now.', {
        code: 'store_unavailable',
        retryAfterSeconds: 2,
        cause,
      });
    }
  }
}

function rowOf(subjectId: Uuid): string {
  return `subject_key ${subjectId}`;
}
