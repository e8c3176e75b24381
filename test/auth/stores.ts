// Sessions to test a store with, and what a test must be able to do behind the store's back.
import { randomUUID } from 'node:crypto';
import type { Uuid } from '../../src/kernel/ids.js';
import type { NewSession, SessionStore } from '../../src/modules/auth/store/session-store.js';
import { newToken } from '../../src/modules/auth/sessions/token.js';

export interface StoreUnderTest {
  readonly store: SessionStore;
  createUser(): Promise<Uuid>;
  disableUser(userId: Uuid): Promise<void>;
  /** Moves a session so many seconds into the past. */
  age(sessionId: Uuid, seconds: number): Promise<void>;
}

export interface Made extends NewSession {
  readonly userId: Uuid;
}

/** A session of an hour of idleness and twelve hours in all. */
export function newSession(over: Partial<NewSession> = {}): NewSession {
  return {
    id: randomUUID(),
    tokenHash: newToken().tokenHash,
    persistent: false,
    idleSeconds: 3600,
    absoluteSeconds: 43_200,
    ip: '192.0.2.1',
    userAgent: 'test',
    ...over,
  };
}

export class Stores {
  /** `open` is asked anew each time: the store is there when the suite runs, not before. */
  constructor(private readonly open: () => StoreUnderTest) {}

  get under(): StoreUnderTest {
    return this.open();
  }

  get store(): SessionStore {
    return this.open().store;
  }

  async made(over: Partial<NewSession> = {}, ofUser?: Uuid): Promise<Made> {
    const userId = ofUser ?? (await this.under.createUser());
    const session = newSession(over);
    const outcome = await this.store.create(session, { userId, epochSeen: 1 });
    if (outcome !== 'created') throw new Error(`the session was not created: ${outcome}`);
    return { ...session, userId };
  }

  /** The data of a living session, or why it is dead. */
  async dataOf(session: NewSession): Promise<object | string> {
    const loaded = await this.store.load(session.tokenHash);
    return 'row' in loaded ? loaded.row.data : loaded.gone;
  }
}

/** A change of one key. */
export function set(key: string) {
  return { set: { [key]: true }, unset: [] };
}
