// The chain that makes a changed, swapped or missing event of a stream visible: each event's hash
// covers its place, its bytes and the hash ahead of it. Anybody can compute it again from what the
// store returns (RFC 8785 makes one text of one value).
import { hash as digest } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json.js';
import type { Uuid } from '../kernel/ids.js';
import type { StoredEvent } from './port.js';

/** `prevHash` of revision 0: 64 zeros. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);

export interface ChainLink {
  /** 64 hex characters: `hash` of the event ahead in the stream. */
  readonly prevHash: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: Uuid;
  readonly type: string;
  /** RFC 8785 text of the data. */
  readonly data: string;
  /** RFC 8785 text of the metadata without its `hash`. */
  readonly metadata: string;
}

/**
 * SHA-256, 64 hex characters, over the seven parts of a link, each led by its length in bytes as a
 * 4-byte big-endian number; the revision is its decimal text.
 */
export function chainHash(link: ChainLink): string {
  const { prevHash, stream, revision, id, type, data, metadata } = link;
  return digest('sha256', framed([prevHash, stream, `${revision}`, id, type, data, metadata]));
}

const LENGTH_BYTES = 4;
const UTF8_BYTES_PER_UNIT_MAX = 3;

/** Length-prefixed UTF-8 of the parts, written into one buffer: this runs once per event. */
function framed(parts: readonly string[]): Buffer {
  let room = 0;
  for (const part of parts) room += LENGTH_BYTES + part.length * UTF8_BYTES_PER_UNIT_MAX;
  const frame = Buffer.allocUnsafe(room);
  let end = 0;
  for (const part of parts) {
    const length = frame.write(part, end + LENGTH_BYTES, 'utf8');
    frame.writeUInt32BE(length, end);
    end += LENGTH_BYTES + length;
  }
  return frame.subarray(0, end);
}

/** Hash of an event as the store returned it, before any upcasting. */
export function hashOfStored(event: StoredEvent): string {
  const { stream, revision, id, type, data } = event;
  const { hash: _itself, ...metadata } = event.metadata;
  return chainHash({
    prevHash: event.metadata.prevHash,
    stream,
    revision,
    id,
    type,
    data: canonicalJson(data),
    metadata: canonicalJson(metadata),
  });
}

/** Where a chain stands: the next event must have this revision and this `prevHash`. */
export interface ChainHead {
  readonly nextRevision: number;
  readonly lastHash: string;
}

export const CHAIN_START: ChainHead = { nextRevision: 0, lastHash: FIRST_PREVIOUS_HASH };

export type ChainVerdict =
  | { readonly sound: true; readonly head: ChainHead }
  | {
      readonly sound: false;
      readonly revision: number;
      /** A revision is missing or twice, the link to the event ahead is broken, the event changed. */
      readonly finding: 'revision_gap' | 'previous_hash_differs' | 'hash_differs';
    };

/**
 * Verifies events of one stream in order, as stored. A page at a time: give the next page the head
 * of the one before. That a tail is gone can't be seen from the stream alone (seals show that).
 */
export function verifyStream(
  events: Iterable<StoredEvent>,
  after: ChainHead = CHAIN_START,
): ChainVerdict {
  let { nextRevision, lastHash } = after;
  for (const event of events) {
    const { revision, metadata } = event;
    if (revision !== nextRevision) return { sound: false, revision, finding: 'revision_gap' };
    if (metadata.prevHash !== lastHash) {
      return { sound: false, revision, finding: 'previous_hash_differs' };
    }
    if (metadata.hash !== hashOfStored(event)) {
      return { sound: false, revision, finding: 'hash_differs' };
    }
    nextRevision += 1;
    lastHash = metadata.hash;
  }
  return { sound: true, head: { nextRevision, lastHash } };
}
