// Ids on the wire, as text or as two 64-bit halves, and as 16 bytes inside.
import type shared from '@eventstore/db-client/generated/shared_pb.js';

const UUID_TEXT = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** The id's 16 bytes; undefined if it is malformed, missing or all zero. */
export function uuidBytes(uuid: shared.UUID | undefined): Buffer | undefined {
  const structured = uuid?.getStructured();
  const text = uuid?.getString() ?? '';
  if (structured === undefined && !UUID_TEXT.test(text)) return undefined;
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  if (structured === undefined) return isZero(bytes) ? undefined : bytes;
  const halves = Buffer.alloc(16);
  halves.writeBigInt64BE(BigInt(structured.getMostSignificantBits()), 0);
  halves.writeBigInt64BE(BigInt(structured.getLeastSignificantBits()), 8);
  return isZero(halves) ? undefined : halves;
}

export function uuidText(id: Buffer): string {
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function isZero(id: Buffer): boolean {
  return id.every((byte) => byte === 0);
}
