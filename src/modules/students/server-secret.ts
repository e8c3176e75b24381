// The secret of the installation: drawn at the first start, sealed in Postgres, never changed. Names
// of streams and hashes of requests hang on it.
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type pg from 'pg';
import { present } from '../../kernel/assert.js';
import type { ServerSecret } from '../../kernel/server-secret.js';
import type { KeyVault } from './key-vault.js';

const SECRET_BYTES = 32;
const ROW = 'server_secret 1';

/**
 * Loads the secret, drawing it when there is none. Several instances may start at once: the first
 * row stays, and all read that one.
 * @throws AppError `internal` (`master_key_differs`).
 */
export async function loadServerSecret(pool: pg.Pool, vault: KeyVault): Promise<ServerSecret> {
  await pool.query(
    'insert into app.server_secret (id, secret) values (1, $1) on conflict (id) do nothing',
    [vault.seal(randomBytes(SECRET_BYTES), ROW)],
  );
  const { rows } = await pool.query<{ secret: Buffer }>(
    'select secret from app.server_secret where id = 1',
  );
  return serverSecret(vault.open(present(rows[0], 'the server secret').secret, ROW));
}

/** HMAC-SHA-256 under 32 secret bytes. */
export function serverSecret(bytes: Buffer): ServerSecret {
  const key: KeyObject = createSecretKey(bytes);
  return {
    hmac: (...parts) => createHmac('sha256', key).update(parts.join('\n'), 'utf8').digest('hex'),
  };
}
