// Finds the session of a request, at most once a request. That the store is away is an error, never
// "nobody is signed in".
import { Inject, Injectable } from '@nestjs/common';
import { AuthMetrics } from '../auth-metrics.js';
import { IdentityCache, type KnownIdentity } from '../guard/identity-cache.js';
import { failureOf, type SessionStore } from '../store/session-store.js';
import { SESSION_STORE } from '../tokens.js';
import type { FoundSession, RequestState } from './request-sessions.js';
import { Session } from './session.js';

@Injectable()
export class SessionLookup {
  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    private readonly identities: IdentityCache,
    private readonly metrics: AuthMetrics,
  ) {}

  /** @throws StoreUnavailable when nothing is known about the session. */
  find(state: RequestState): Promise<FoundSession> {
    state.used = true;
    state.found ??= this.load(state);
    return state.found;
  }

  /** Who asks, as last seen: for a route whose session the gate will check. */
  knownIdentity(state: RequestState): KnownIdentity | undefined {
    state.used = true;
    return state.tokenHash && this.identities.get(state.tokenHash);
  }

  private async load(state: RequestState): Promise<FoundSession> {
    if (state.tokenHash === undefined) return { failure: 'required' };
    const loaded = await this.store.load(state.tokenHash);
    if ('gone' in loaded) {
      if (loaded.gone === 'unknown') this.metrics.unknownTokens.inc();
      const failure = failureOf(loaded.gone);
      return loaded.id === undefined ? { failure } : { failure, id: loaded.id };
    }
    const session = new Session(loaded.row);
    if (state.frozen) session.freeze();
    state.session = session;
    const { mustChangePassword } = loaded.row.user;
    this.identities.remember(state.tokenHash, { identity: session.identity, mustChangePassword });
    return { session };
  }
}
