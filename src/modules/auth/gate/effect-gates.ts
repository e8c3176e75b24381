// What a command with an effect is handed: the gate for who asks. Nothing is written for a dead
// session, a disabled user, or a right that was taken away meanwhile.
import { Injectable } from '@nestjs/common';
import type { Books, EffectGate, GatePass } from '../../../eventstore/decide.js';
import type { Identity } from '../../../http/identity.js';
import { AppError, SessionError } from '../../../kernel/app-error.js';
import type { LocalDate } from '../../../kernel/local-date.js';
import { IdentityCache } from '../guard/identity-cache.js';
import { failureOf } from '../store/session-store.js';
import { SharedGate, type Passage } from './shared-gate.js';

@Injectable()
export class EffectGates {
  #closedThrough: LocalDate | undefined;

  constructor(
    private readonly shared: SharedGate,
    private readonly identities: IdentityCache,
  ) {}

  /**
   * The gate of one request. Its `enter` throws SessionError when the session is dead, AppError
   * `forbidden` (`rights_changed`) when a role was taken away since the request was admitted, and
   * `unavailable` (`busy`, `store_unavailable`); in each case nothing was written.
   */
  gateFor(identity: Identity): EffectGate {
    return this.gate(async () => {
      const passage = await this.shared.enter(identity.sessionId);
      try {
        this.admit(identity, passage);
      } catch (error) {
        passage.leave();
        this.identities.forgetSession(identity.sessionId);
        throw error;
      }
      return passage;
    });
  }

  /** For the system's own work: it has no session, but waits for a closing like everybody. */
  systemGate(): EffectGate {
    return this.gate(() => this.shared.enter(undefined));
  }

  private gate(pass: () => Promise<Passage>): EffectGate {
    return {
      enter: async (): Promise<GatePass> => {
        const { closedThrough, leave } = await pass();
        this.#closedThrough = closedThrough;
        return { books: { closedThrough }, leave };
      },
      lastKnownBooks: (): Books => ({ closedThrough: this.#closedThrough }),
    };
  }

  private admit(identity: Identity, { session }: Passage): void {
    if (session === undefined) throw new SessionError('required');
    if ('gone' in session) throw new SessionError(failureOf(session.gone));
    if (identity.roles.every((role) => session.roles.includes(role))) return;
    throw new AppError('forbidden', 'Your rights have changed. Nothing was written; try again.', {
      code: 'rights_changed',
      extra: { effect: 'none' },
    });
  }
}
