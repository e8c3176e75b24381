// Every event type that this release knows, with its newest schema version and the steps that lift
// an older one. A log is for ever: a type is never forgotten, and one that is not known here stops
// whoever meets it, instead of being skipped.
import { AppError } from '../kernel/app-error.js';
import { assert } from '../kernel/assert.js';
import type { Fact, RecordedFact } from '../kernel/fact.js';
import type { StoredEvent } from './port.js';

export const EVENT_REGISTRY = Symbol('EventRegistry');

export type StoredData = StoredEvent['data'];

/** Lifts the data of one version to the next; pure. */
export type Upcaster = (data: StoredData) => StoredData;

export interface EventDefinition {
  /** The literal in the log, never derived from a class name. */
  readonly type: string;
  /** Newest schema version, from 1. */
  readonly version: number;
  /** The step from version n to n + 1, under the key n; one for each version below the newest. */
  readonly upcasters?: Readonly<Record<number, Upcaster>>;
}

interface Known {
  readonly version: number;
  readonly versionText: string;
  readonly steps: readonly Upcaster[];
}

export class EventRegistry {
  private readonly known = new Map<string, Known>();

  constructor(readonly definitions: readonly EventDefinition[]) {
    for (const definition of definitions) {
      assert(!this.known.has(definition.type), `event type ${definition.type} is defined once`);
      this.known.set(definition.type, knownFrom(definition));
    }
  }

  /** Schema version under which a new event of the type is written. @throws as `upcast` */
  versionOf(type: string): string {
    return this.definition(type).versionText;
  }

  /**
   * The event in the newest version of its type. The caller names the facts of the stream that it
   * reads: a stream holds only facts of its own category.
   * @throws AppError `internal`: `unknown_event_type`, or `unknown_event_version` when a newer
   *   release wrote it.
   */
  upcast<F extends Fact = Fact>(event: StoredEvent): RecordedFact<F> {
    const { version, versionText, steps } = this.definition(event.type);
    const written = event.metadata.schemaVersion;
    if (written === versionText) return event as unknown as RecordedFact<F>;
    const from = Number(written);
    if (!Number.isInteger(from) || from < 1 || from > version) throw unknownVersion(event);
    const data = steps.slice(from - 1).reduce((older, step) => step(older), event.data);
    return { ...event, data } as unknown as RecordedFact<F>;
  }

  private definition(type: string): Known {
    const known = this.known.get(type);
    if (known !== undefined) return known;
    throw new AppError('internal', `This release does not know the event type ${type}.`, {
      code: 'unknown_event_type',
    });
  }
}

function knownFrom({ type, version, upcasters = {} }: EventDefinition): Known {
  assert(Number.isInteger(version) && version >= 1, `version of ${type} counts from 1`);
  const steps: Upcaster[] = [];
  for (let from = 1; from < version; from += 1) {
    const step = upcasters[from];
    assert(step !== undefined, `${type} has an upcaster from version ${from}`);
    steps.push(step);
  }
  assert(Object.keys(upcasters).length === steps.length, `${type} has no upcaster too many`);
  return { version, versionText: String(version), steps };
}

function unknownVersion({ type, stream, revision, metadata }: StoredEvent): AppError {
  const place = `${stream} at revision ${revision}`;
  const message = `This release can't read version ${metadata.schemaVersion} of ${type} (${place}).`;
  return new AppError('internal', message, { code: 'unknown_event_version' });
}
