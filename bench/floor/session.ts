// Who asks: the session that a cookie names, looked up by the hash of its token.
import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';

const ALIVE_SESSION = {
  name: 'session',
  text: `select s.user_id from session s join app_user u on u.id = s.user_id
    where s.token_hash = $1 and s.revoked_at is null and u.disabled_at is null
      and s.idle_expires_at > now() and s.absolute_expires_at > now()`,
};

/** The user's id; `undefined` when no session of this cookie is alive. */
export async function userOf(
  database: Pick<Pool | PoolClient, 'query'>,
  cookie: string | undefined,
): Promise<string | undefined> {
  const token = /(?:^|; )sid=([\w-]+)/.exec(cookie ?? '')?.[1];
  if (token === undefined) return undefined;
  const { rows } = await database.query<{ user_id: string }>({
    ...ALIVE_SESSION,
    values: [tokenHashOf(token)],
  });
  return rows[0]?.user_id;
}

export function tokenHashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
