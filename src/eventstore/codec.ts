// From a decided fact to the bytes on the wire. The bytes that are hashed are the bytes that are
// stored: keys in RFC 8785 order, every scalar a string or a boolean, personal data sealed.
import type { KeyObject } from 'node:crypto';
import { assert } from '../kernel/assert.js';
import { canonicalJson } from '../kernel/canonical-json.js';
import type { Fact, FactCause, NewFact, RecordedFact } from '../kernel/fact.js';
import type { Uuid } from '../kernel/ids.js';
import { chainHash } from './hash-chain.js';
import { metadataOf, metadataText, unhashedText, type FactOrigin } from './metadata.js';
import type { EncodedEvent } from './port.js';
import type { EventRegistry } from './registry.js';
import { Sealer, type SubjectKeys } from './sealing.js';

/** Where the facts of one append attempt will stand, if it succeeds. */
export interface AppendPlace {
  readonly stream: string;
  readonly firstRevision: number;
  /** `hash` of the event ahead. */
  readonly prevHash: string;
  readonly origin: FactOrigin;
  /** Id of the n-th fact of this attempt, n from 0. */
  idOf(n: number): Uuid;
}

/** One append attempt: the same facts as bytes and as they will be read back. */
export interface EncodedFacts<F extends Fact> {
  readonly events: readonly EncodedEvent[];
  readonly facts: readonly RecordedFact<F>[];
  /** Of data and metadata together. */
  readonly bytes: number;
}

export class Codec {
  private readonly sealer = new Sealer();
  private readonly encoder = new TextEncoder();

  constructor(
    private readonly registry: EventRegistry,
    private readonly keys: SubjectKeys,
  ) {}

  /**
   * Encodes the facts of one attempt. A subject whose key was erased keeps no secret: the fact is
   * written without it.
   * @throws AppError `internal` (`unknown_event_type`); what `SubjectKeys.keyOf` throws.
   */
  async encode<F extends Fact>(
    facts: readonly NewFact<F>[],
    place: AppendPlace,
  ): Promise<EncodedFacts<F>> {
    const keys = await this.keysFor(facts);
    const events: EncodedEvent[] = [];
    const recorded: RecordedFact<F>[] = [];
    let { prevHash } = place;
    let bytes = 0;
    for (const [n, fact] of facts.entries()) {
      const spot = { id: place.idOf(n), revision: place.firstRevision + n, prevHash };
      const data = this.sealed(fact, { stream: place.stream, id: spot.id, keys });
      const origin = causedBy(fact.cause, place.origin);
      const { event, stored } = this.one({ ...place, origin }, spot, { type: fact.type, data });
      events.push(event);
      recorded.push(stored as unknown as RecordedFact<F>);
      bytes += event.data.length + event.metadata.length;
      prevHash = stored.metadata.hash;
    }
    return { events, facts: recorded, bytes };
  }

  private one(
    place: AppendPlace,
    spot: { id: Uuid; revision: number; prevHash: string },
    fact: Fact,
  ): { event: EncodedEvent; stored: RecordedFact } {
    const { stream, origin } = place;
    const { id, revision, prevHash } = spot;
    const { type } = fact;
    const schemaVersion = this.registry.versionOf(type);
    const data = dataText(fact.data);
    const unhashed = unhashedText(origin, { schemaVersion, prevHash });
    const hash = chainHash({ prevHash, stream, revision, id, type, data, metadata: unhashed });
    const metadata = metadataOf(origin, { schemaVersion, prevHash, hash });
    return {
      event: {
        id,
        type,
        data: this.encoder.encode(data),
        metadata: this.encoder.encode(metadataText(metadata)),
      },
      stored: { type, data: fact.data, id, stream, revision, metadata },
    };
  }

  private sealed(
    fact: NewFact,
    spot: { stream: string; id: Uuid; keys: ReadonlyMap<Uuid, KeyObject | 'erased'> },
  ): object {
    if (fact.secret === undefined || fact.subjectId === undefined) return fact.data;
    const key = spot.keys.get(fact.subjectId);
    assert(key !== undefined, `the key of ${fact.subjectId} was asked for`);
    if (key === 'erased') return fact.data;
    const subject = { id: fact.subjectId, key };
    const place = { stream: spot.stream, id: spot.id, type: fact.type };
    return { ...fact.data, sealed: this.sealer.seal(fact.secret, subject, place) };
  }

  private async keysFor(facts: readonly NewFact[]): Promise<Map<Uuid, KeyObject | 'erased'>> {
    const keys = new Map<Uuid, KeyObject | 'erased'>();
    for (const { type, secret, subjectId } of facts) {
      if (secret === undefined) continue;
      assert(subjectId !== undefined, `${type} says whose its personal data is`);
      if (!keys.has(subjectId)) keys.set(subjectId, await this.keys.keyOf(subjectId));
    }
    return keys;
  }
}

/** The origin of one fact: the append's, unless the fact has a cause of its own. */
function causedBy(cause: FactCause | undefined, origin: FactOrigin): FactOrigin {
  if (cause === undefined) return origin;
  const { commandId, correlationId, causationId } = cause;
  return { ...origin, commandId, $correlationId: correlationId, $causationId: causationId };
}

/** RFC 8785 text of a fact's data. */
export function dataText(data: object): string {
  assertFactValue(data);
  return canonicalJson(data);
}

/** Such keys come first, in numeric order, in every JavaScript object: not the order of RFC 8785. */
const ARRAY_INDEX = /^(0|[1-9]\d{0,9})$/;

function assertFactValue(value: unknown): void {
  if (typeof value === 'string') return assertWellFormed(value);
  if (typeof value === 'boolean') return;
  assert(
    typeof value === 'object' && value !== null,
    'a scalar of a fact is a string or a boolean',
  );
  if (Array.isArray(value)) return value.forEach(assertFactValue);
  for (const [key, member] of Object.entries(value)) {
    assert(!ARRAY_INDEX.test(key), 'a key in a fact is no number');
    assertWellFormed(key);
    if (member !== undefined) assertFactValue(member);
  }
}

/** Half of a surrogate pair has no UTF-8: each reader would hash other bytes in its place. */
function assertWellFormed(text: string): void {
  assert(text.isWellFormed(), 'a text in a fact is well-formed Unicode');
}
