// Who a token belonged to when it was last looked up, for routes with an effect: the gate checks the
// session there, so the guard need not ask the store again. It is never the reason to let an effect
// through.
import { LRUCache } from 'lru-cache';
import type { Identity } from '../../../http/identity.js';
import type { Uuid } from '../../../kernel/ids.js';

export interface KnownIdentity {
  readonly identity: Identity;
  readonly mustChangePassword: boolean;
}

const IDENTITIES_MAX = 10_000;
/** At least once a minute a session is looked up, which also slides its idle limit. */
const KNOWN_MILLISECONDS_MAX = 60_000;

export class IdentityCache {
  readonly #known = new LRUCache<string, KnownIdentity>({
    max: IDENTITIES_MAX,
    ttl: KNOWN_MILLISECONDS_MAX,
  });

  get(tokenHash: Buffer): KnownIdentity | undefined {
    return this.#known.get(tokenHash.toString('base64url'));
  }

  remember(tokenHash: Buffer, known: KnownIdentity): void {
    this.#known.set(tokenHash.toString('base64url'), known);
  }

  /** O(identities): sessions end rarely. */
  forgetSession(sessionId: Uuid): void {
    this.forget(({ identity }) => identity.sessionId === sessionId);
  }

  forgetUser(userId: Uuid): void {
    this.forget(({ identity }) => identity.userId === userId);
  }

  private forget(isMeant: (known: KnownIdentity) => boolean): void {
    for (const [key, known] of this.#known.entries()) if (isMeant(known)) this.#known.delete(key);
  }
}
