// One event as bytes. The checksum covers the whole record and the position it was written at, so a
// flipped bit and a record in the wrong place are both found when it is read.
//
// Layout, big endian: crc32 4 · flags 1 · created 6 (ms since 1970) · revision 6 · event id 16 ·
// length of stream name 2 · of type 2 · of metadata 4 · stream name · type · metadata · data.
import { crc32 } from 'node:zlib';
import { DamagedLogError } from './errors.js';

const HEADER_BYTES = 41;
const FLAG_JSON = 1;
const FLAG_TOMBSTONE = 2;
export const NAME_BYTES_MAX = 65_535;

/** What a client sent, before it has a place in the log. `id` has 16 bytes. */
export interface ProposedEvent {
  readonly id: Buffer;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event in its place. A tombstone's revision on the wire is 2^63-1; here it is a flag. */
export interface RecordedEvent {
  readonly position: number;
  readonly bytes: number;
  readonly revision: number;
  readonly isTombstone: boolean;
  readonly isJson: boolean;
  readonly createdMillis: number;
  readonly id: Buffer;
  /** UTF-8; most readers only copy these two, so nobody pays for decoding them. */
  readonly stream: Buffer;
  readonly type: Buffer;
  readonly metadata: Buffer;
  readonly data: Buffer;
}

export interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly createdMillis: number;
  readonly isTombstone: boolean;
}

export function encodeRecord(event: ProposedEvent, place: Place): Buffer {
  const stream = Buffer.from(place.stream);
  const type = Buffer.from(event.type);
  const parts = [stream, type, event.metadata, event.data];
  const header = Buffer.alloc(HEADER_BYTES);
  header[4] = (event.isJson ? FLAG_JSON : 0) | (place.isTombstone ? FLAG_TOMBSTONE : 0);
  header.writeUIntBE(place.createdMillis, 5, 6);
  header.writeUIntBE(place.revision, 11, 6);
  event.id.copy(header, 17);
  header.writeUInt16BE(stream.length, 33);
  header.writeUInt16BE(type.length, 35);
  header.writeUInt32BE(event.metadata.length, 37);
  const record = Buffer.concat([header, ...parts]);
  record.writeUInt32BE(checksum(record, place.position), 0);
  return record;
}

/**
 * The event in `record`, as views of its bytes.
 * @throws DamagedLogError if the bytes are not those that were written at this position.
 */
export function decodeRecord(record: Buffer, position: number): RecordedEvent {
  if (record.length < HEADER_BYTES || record.readUInt32BE(0) !== checksum(record, position))
    throw DamagedLogError.at(position, 'its checksum does not match');
  const typeAt = HEADER_BYTES + record.readUInt16BE(33);
  const metadataAt = typeAt + record.readUInt16BE(35);
  const dataAt = metadataAt + record.readUInt32BE(37);
  const flags = record.readUInt8(4);
  return {
    position,
    bytes: record.length,
    revision: record.readUIntBE(11, 6),
    isTombstone: (flags & FLAG_TOMBSTONE) !== 0,
    isJson: (flags & FLAG_JSON) !== 0,
    createdMillis: record.readUIntBE(5, 6),
    id: record.subarray(17, 33),
    stream: record.subarray(HEADER_BYTES, typeAt),
    type: record.subarray(typeAt, metadataAt),
    metadata: record.subarray(metadataAt, dataAt),
    data: record.subarray(dataAt),
  };
}

function checksum(record: Buffer, position: number): number {
  return crc32(record.subarray(4), position % 0x1_0000_0000);
}
