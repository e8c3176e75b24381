// A fact: something that happened, as the domain sees it. The store adds where it stands (stream,
// revision) and who said it when (metadata); the domain decides on type and data alone.
import type { Uuid } from './ids.js';

/** Every scalar of an event is a string or a boolean: a client that parses JSON can't reorder or
 * round those, so a hash over canonical bytes can always be computed again. */
export type FactValue =
  string | boolean | readonly FactValue[] | { readonly [key: string]: FactValue | undefined };

export interface Fact<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/**
 * A fact that a decision made and nobody has stored yet. `secret` holds its personal data; it is
 * sealed under the key of `subjectId` (a student, a family, or the school) when it is appended.
 */
export type NewFact<F extends Fact = Fact> = F & {
  readonly secret?: Readonly<Record<string, FactValue | undefined>>;
  readonly subjectId?: Uuid;
  readonly cause?: FactCause;
};

/** Why this one fact is written, where one append serves several requests: it says so instead of the
 * command of the append. */
export interface FactCause {
  readonly commandId: Uuid;
  /** The request that the fact goes back to. */
  readonly correlationId: Uuid;
  /** The event that promised it. */
  readonly causationId: Uuid;
}

export type ActorRole = 'admin' | 'bursar' | 'cashier' | 'auditor' | 'system';

/** What every stored event says about itself; flat, strings only, no free text. */
export interface FactMetadata {
  readonly schemaVersion: string;
  readonly $correlationId: Uuid;
  readonly $causationId: Uuid;
  readonly commandId: Uuid;
  /** HMAC of the request, hex; absent for system work. */
  readonly requestHash?: string;
  /** `user:<uuid>`, `client:<uuid>` or `system:<process>`; never a name. */
  readonly principal: string;
  readonly actorRole: ActorRole;
  /** Instant `YYYY-MM-DDTHH:mm:ss.sssZ`, never before that of the event ahead in its stream. */
  readonly recordedAt: string;
  readonly requestId?: string;
  readonly traceparent?: string;
  readonly schoolId: Uuid;
  readonly appVersion: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** A fact as it is stored, upcast to the newest version of its type. */
export type RecordedFact<F extends Fact = Fact> = F & {
  readonly id: Uuid;
  readonly stream: string;
  readonly revision: number;
  readonly metadata: FactMetadata;
};

/** A pure fold: `evolve` never changes the state it is given. */
export interface Fold<State, F extends Fact> {
  readonly initialState: State;
  evolve(state: State, fact: F): State;
}
