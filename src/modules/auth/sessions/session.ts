// The session of one request. Reading is free, `set` and `unset` are the only ways to change it, and
// only what was changed is written when the answer is about to go out.
import type { Identity } from '../../../http/identity.js';
import { assert } from '../../../kernel/assert.js';
import type { Uuid } from '../../../kernel/ids.js';
import type { StoredSession } from '../store/session-store.js';
import { frozenCopy, type JsonValue, type SessionDelta } from './session-data.js';

export class Session {
  readonly #values: Map<string, JsonValue>;
  readonly #set = new Map<string, JsonValue>();
  readonly #unset = new Set<string>();
  #frozen = false;

  constructor(readonly stored: StoredSession) {
    this.#values = new Map(
      Object.entries(stored.data).map(([key, value]) => [key, frozenCopy(value)]),
    );
  }

  /** Public handle; stands in logs and on the activity page. */
  get id(): Uuid {
    return this.stored.id;
  }

  get identity(): Identity {
    const { user } = this.stored;
    return {
      principal: `user:${user.id}`,
      userId: user.id,
      username: user.username,
      displayName: user.displayName,
      roles: user.roles,
      sessionId: this.id,
    };
  }

  /** The value under a key; frozen through and through. */
  get(key: string): JsonValue | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: JsonValue): void {
    assert(!this.#frozen, 'a session is not changed after an effect or in a stream');
    const frozen = frozenCopy(value);
    this.#values.set(key, frozen);
    this.#set.set(key, frozen);
    this.#unset.delete(key);
  }

  unset(key: string): void {
    assert(!this.#frozen, 'a session is not changed after an effect or in a stream');
    this.#values.delete(key);
    this.#set.delete(key);
    this.#unset.add(key);
  }

  get isDirty(): boolean {
    return this.#set.size > 0 || this.#unset.size > 0;
  }

  get delta(): SessionDelta {
    return { set: Object.fromEntries(this.#set), unset: [...this.#unset] };
  }

  /** From here on a change is a bug: its failure could follow an effect. */
  freeze(): void {
    this.#frozen = true;
  }
}
