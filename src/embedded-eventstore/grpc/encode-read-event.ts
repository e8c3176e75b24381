// ReadResp{event} written by hand: a read spends most of its time here, and the generated classes
// would build and walk a tree of objects for each event. Field numbers are those of streams.proto.
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { ResolvedEvent } from '../log/links.js';
import type { RecordedEvent } from '../storage/record.js';
import { uuidText } from './uuid.js';

export type UuidFormat = 'string' | 'structured';

const CONTENT_TYPE_JSON = mapEntry('content-type', 'application/json');
const CONTENT_TYPE_BINARY = mapEntry('content-type', 'application/octet-stream');
const TYPE_KEY = Buffer.from('\n\x04type\x12', 'latin1');
const CREATED_KEY = Buffer.from('\n\x07created\x12', 'latin1');
/** Revision 2^63-1, which a tombstone has, as a varint. */
const TOMBSTONE_REVISION = Buffer.from('ffffffffffffffff7f', 'hex');
const UUID_TEXT_BYTES = 36;

export function encodeReadEvent(resolved: ResolvedEvent, format: UuidFormat): Buffer {
  const event = resolved.event && measure(resolved.event, format);
  const link = resolved.link && measure(resolved.link, format);
  const position = (resolved.link ?? resolved.event)?.position ?? 0;
  const bytes =
    (event ? delimited(event.bytes) : 0) + (link ? delimited(link.bytes) : 0) + 1 + width(position);
  const out = new ProtobufWriter(delimited(bytes));
  out.header(0x0a, bytes);
  if (event) writeRecordedEvent(out, 0x0a, event);
  if (link) writeRecordedEvent(out, 0x12, link);
  out.number(0x18, position);
  return out.finish();
}

/** A recorded event with the lengths of its parts; `bytes` is the length of the whole message. */
interface MeasuredEvent {
  readonly source: RecordedEvent;
  readonly id: Buffer;
  readonly created: string;
  readonly contentType: Buffer;
  readonly revision: Buffer | number;
  readonly typeEntryBytes: number;
  readonly createdEntryBytes: number;
  readonly bytes: number;
}

function measure(source: RecordedEvent, format: UuidFormat): MeasuredEvent {
  const id = format === 'string' ? stringId(source.id) : structuredId(source.id);
  const created = `${source.createdMillis}0000`;
  const contentType = source.isJson ? CONTENT_TYPE_JSON : CONTENT_TYPE_BINARY;
  const revision = source.isTombstone ? TOMBSTONE_REVISION : source.revision;
  const typeEntryBytes = TYPE_KEY.length + width(source.type.length) + source.type.length;
  const createdEntryBytes = CREATED_KEY.length + 1 + created.length;
  const bytes =
    delimited(id.length) +
    delimited(delimited(source.stream.length)) +
    1 +
    (typeof revision === 'number' ? width(revision) : revision.length) +
    2 * (1 + width(source.position)) +
    delimited(typeEntryBytes) +
    delimited(createdEntryBytes) +
    contentType.length +
    optional(source.metadata.length) +
    optional(source.data.length);
  return {
    source,
    id,
    created,
    contentType,
    revision,
    typeEntryBytes,
    createdEntryBytes,
    bytes,
  };
}

function writeRecordedEvent(out: ProtobufWriter, tag: number, event: MeasuredEvent): void {
  const { source } = event;
  out.header(tag, event.bytes);
  out.field(0x0a, event.id);
  out.header(0x12, delimited(source.stream.length));
  out.field(0x1a, source.stream);
  if (typeof event.revision === 'number') out.number(0x18, event.revision);
  else out.tagged(0x18, event.revision);
  out.number(0x20, source.position);
  out.number(0x28, source.position);
  out.header(0x32, event.typeEntryBytes);
  out.raw(TYPE_KEY);
  out.varint(source.type.length);
  out.raw(source.type);
  out.header(0x32, event.createdEntryBytes);
  out.raw(CREATED_KEY);
  out.varint(event.created.length);
  out.text(event.created);
  out.raw(event.contentType);
  if (source.metadata.length > 0) out.field(0x3a, source.metadata);
  if (source.data.length > 0) out.field(0x42, source.data);
}

class ProtobufWriter {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafe(bytes);
  }

  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 128))
      this.#buffer[this.#at++] = (rest % 128) | 128;
    for (; rest > 127; rest >>>= 7) this.#buffer[this.#at++] = (rest & 127) | 128;
    this.#buffer[this.#at++] = rest;
  }

  number(tag: number, value: number): void {
    this.#buffer[this.#at++] = tag;
    this.varint(value);
  }

  /** The head of a length-delimited field. */
  header(tag: number, length: number): void {
    this.number(tag, length);
  }

  field(tag: number, bytes: Buffer): void {
    this.header(tag, bytes.length);
    this.raw(bytes);
  }

  tagged(tag: number, bytes: Buffer): void {
    this.#buffer[this.#at++] = tag;
    this.raw(bytes);
  }

  raw(bytes: Buffer): void {
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  text(ascii: string): void {
    this.#at += this.#buffer.write(ascii, this.#at, 'latin1');
  }

  /** @throws Error if the measuring and the writing disagree, which only a bug can cause. */
  finish(): Buffer {
    if (this.#at !== this.#buffer.length)
      throw new Error(`measured ${this.#buffer.length} bytes, wrote ${this.#at}`);
    return this.#buffer;
  }
}

/** Bytes of a number below 2^53 as a varint. */
function width(value: number): number {
  let bytes = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

function delimited(length: number): number {
  return 1 + width(length) + length;
}

function optional(length: number): number {
  return length === 0 ? 0 : delimited(length);
}

function mapEntry(key: string, value: string): Buffer {
  const inner = `\n${String.fromCharCode(key.length)}${key}\x12${String.fromCharCode(value.length)}${value}`;
  return Buffer.from(`\x32${String.fromCharCode(inner.length)}${inner}`, 'latin1');
}

function stringId(id: Buffer): Buffer {
  return Buffer.from(`\x12${String.fromCharCode(UUID_TEXT_BYTES)}${uuidText(id)}`, 'latin1');
}

function structuredId(id: Buffer): Buffer {
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(String(id.readBigInt64BE(0)));
  structured.setLeastSignificantBits(String(id.readBigInt64BE(8)));
  return Buffer.from(new shared.UUID().setStructured(structured).serializeBinary());
}
