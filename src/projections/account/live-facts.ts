// The facts of one account as the live fold reads them: upcast, numbered by nothing but their stream,
// with as much personal data as can be opened.
import { unseal, type Secret } from '../../eventstore/sealing.js';
import type { EventRegistry, EventStore, SubjectKeys } from '../../eventstore/index.js';
import type { RecordedFact } from '../../kernel/fact.js';
import { AppError } from '../../kernel/app-error.js';
import type { LocalDate } from '../../kernel/local-date.js';
import type { Uuid } from '../../kernel/ids.js';
import { accountStreamOf, type AccountFact, type ReasonCode } from '../../modules/billing/index.js';
import { Parking } from '../runner/parking.js';
import type { Undoing } from './correction.shapes.js';

export interface LiveFactTools {
  readonly store: EventStore;
  readonly registry: EventRegistry;
  readonly keys: SubjectKeys;
}

export type LiveFact = RecordedFact<AccountFact> & { readonly personal: Secret };

/**
 * All facts of an account up to a place in the log, without discarded ones. O(facts).
 * @throws AppError `unavailable` (`store_unavailable`); `internal` (`unknown_event_type`).
 */
export async function liveFactsOf(
  { store, registry, keys }: LiveFactTools,
  studentId: Uuid,
  throughCommit: bigint,
): Promise<LiveFact[]> {
  const [parking, events] = await Promise.all([
    Parking.ofDiscarded(store),
    store.readStream(accountStreamOf(studentId)),
  ]);
  const known = events.filter(
    (event) => event.position.commit <= throughCommit && !parking.passesOver(event),
  );
  return Promise.all(
    known.map(async (event) => {
      const personal = await openedOrNothing(() => unseal(event, keys));
      return { ...registry.upcast<AccountFact>(event), personal };
    }),
  );
}

/** Sealed text that nobody can read is why a student may be parked; the amounts are in clear. */
async function openedOrNothing(
  open: () => Promise<Secret | 'erased' | undefined>,
): Promise<Secret> {
  try {
    const secret = await open();
    return secret === 'erased' || secret === undefined ? {} : secret;
  } catch (error) {
    if (error instanceof AppError && error.kind === 'internal') return {};
    throw error;
  }
}

/** Who recorded a fact when. */
export function recordedBy({ metadata }: LiveFact): {
  readonly recordedAt: Date;
  readonly principal: string;
} {
  return { recordedAt: new Date(metadata.recordedAt), principal: metadata.principal };
}

type WithReason = LiveFact & {
  readonly data: { readonly effectiveDate: LocalDate; readonly reasonCode: ReasonCode };
};

/** What a cancellation or a reversal says about itself. */
export function undoingBy(fact: WithReason): Undoing {
  const { effectiveDate, reasonCode } = fact.data;
  return { effectiveDate, reasonCode, ...recordedBy(fact), ...textOf(fact, 'note', 'reason') };
}

/** A personal text under the name that readers know it by; nothing when there is none. */
export function textOf<Name extends string>(
  { personal }: LiveFact,
  sealedAs: string,
  name: Name,
): { readonly [N in Name]?: string } {
  const text = personal[sealedAs];
  return typeof text === 'string' ? ({ [name]: text } as { [N in Name]?: string }) : {};
}

/** What is there of some members; those that are undefined are left out. */
export function given<T extends object>(
  members: T,
): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
