// What the API and the pages say about a session; instants are RFC 3339 in UTC.
import type { Uuid } from '../../../kernel/ids.js';
import type { SessionInfo, StoredSession } from '../store/session-store.js';
import type { UserView } from '../users/user-accounts.js';

export interface SessionView {
  readonly id: Uuid;
  /** `remembered` outlives the browser. */
  readonly kind: 'browser' | 'remembered';
  readonly serverNow: string;
  /** When it ends without activity; never after `absoluteExpiresAt`. */
  readonly idleExpiresAt: string;
  readonly absoluteExpiresAt: string;
}

export interface SignedIn {
  readonly user: UserView;
  readonly session: SessionView;
}

export interface SessionListItem {
  readonly id: Uuid;
  readonly current: boolean;
  readonly kind: 'browser' | 'remembered';
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly ip?: string;
  readonly userAgent?: string;
  readonly idleExpiresAt: string;
}

export function signedInOf(stored: StoredSession): SignedIn {
  const { id, username, displayName, roles } = stored.user;
  return {
    user: { id, username, displayName, roles },
    session: {
      id: stored.id,
      kind: kindOf(stored),
      serverNow: stored.serverNow.toISOString(),
      idleExpiresAt: stored.idleExpiresAt.toISOString(),
      absoluteExpiresAt: stored.absoluteExpiresAt.toISOString(),
    },
  };
}

export function listItemOf(info: SessionInfo, currentId: Uuid): SessionListItem {
  return {
    id: info.id,
    current: info.id === currentId,
    kind: kindOf(info),
    createdAt: info.createdAt.toISOString(),
    lastSeenAt: info.lastSeenAt.toISOString(),
    ...(info.ip === undefined ? {} : { ip: info.ip }),
    ...(info.userAgent === undefined ? {} : { userAgent: info.userAgent }),
    idleExpiresAt: info.idleExpiresAt.toISOString(),
  };
}

function kindOf({ persistent }: { persistent: boolean }): SessionView['kind'] {
  return persistent ? 'remembered' : 'browser';
}
