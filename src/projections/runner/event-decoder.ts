// From stored events to projected ones: upcast, numbered, personal data opened.
import type { KeyObject } from 'node:crypto';
import type { StoredEvent } from '../../eventstore/port.js';
import type { EventRegistry } from '../../eventstore/registry.js';
import { unseal } from '../../eventstore/sealing.js';
import { present } from '../../kernel/assert.js';
import type { Uuid } from '../../kernel/ids.js';
import { numberedFrom, type NumberedEvent } from './parking.js';
import type { ProjectedEvent, ProjectedFact } from './projected-event.js';

/** The keys of many subjects in one question. */
export interface KeyRing {
  /** @throws AppError `internal` (`subject_key_missing`), `unavailable` (`store_unavailable`). */
  keysOf(subjectIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, KeyObject | 'erased'>>;
}

export class EventDecoder {
  constructor(
    private readonly registry: EventRegistry,
    private readonly keyRing: KeyRing,
  ) {}

  /**
   * Decodes a run of the log; the first event gets `firstIndex`.
   * @throws AppError `internal` (`unknown_event_type`, `unknown_event_version`,
   *   `sealed_unreadable`, `subject_key_missing`): the same again on every try; `unavailable`.
   */
  decode(events: readonly StoredEvent[], firstIndex: number): Promise<ProjectedEvent[]> {
    return this.decodeNumbered(numberedFrom(events, firstIndex));
  }

  /** As `decode`, for events that are not all of a run. */
  async decodeNumbered(numbered: readonly NumberedEvent[]): Promise<ProjectedEvent[]> {
    const events = numbered.map(({ event }) => event);
    const upcast = events.map((event) => this.registry.upcast<ProjectedFact>(event));
    const keys = await this.keyRing.keysOf(subjectsOf(events));
    const opener = {
      keyOf: (id: Uuid) => Promise.resolve(present(keys.get(id), `key of ${id}`)),
    };
    return Promise.all(
      numbered.map(async ({ index }, n) => {
        const event = present(upcast[n], 'upcast event');
        return { ...event, index, secret: await unseal(event, opener) };
      }),
    );
  }
}

/** Whose keys are needed: the second part of every sealed text is its subject. */
function subjectsOf(events: readonly StoredEvent[]): Uuid[] {
  const subjects = new Set<Uuid>();
  for (const { data } of events) {
    const subject =
      typeof data['sealed'] === 'string' ? data['sealed'].split('.', 2)[1] : undefined;
    if (subject !== undefined) subjects.add(subject);
  }
  return [...subjects];
}
