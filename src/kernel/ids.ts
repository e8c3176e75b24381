// Identifiers. What a command creates gets an id derived from the command (uuid v5), so that a retry
// makes the same one. All derivations stand here with frozen vectors in the test: a log is for ever.
import { createHash, randomBytes } from 'node:crypto';

/** Namespace of every derived id of the books. Never changes. */
export const NAMESPACE = '31e08bfc-fe29-5eda-8c2b-6d5b0a296fa4';

export type Uuid = string;

/** uuid v5 (RFC 9562) of the parts, joined by one line feed; an absent part is the empty string. */
export function derivedId(namespace: Uuid, ...parts: readonly (string | undefined)[]): Uuid {
  const name = parts.map((part) => part ?? '').join('\n');
  const hash = createHash('sha1').update(bytesOf(namespace)).update(name, 'utf8').digest();
  return uuidFrom(hash.subarray(0, 16), 0x50);
}

/** A random uuid v7 (RFC 9562): sorts by the time it was made. */
export function randomId(now: Date): Uuid {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  return uuidFrom(bytes, 0x70);
}

const UUID_SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): text is Uuid {
  return UUID_SHAPE.test(text);
}

/** Id of a command: principal and Idempotency-Key, or for system work its process stream and item. */
export function commandIdOf(principalOrStream: string, keyOrItem: string): Uuid {
  return derivedId(NAMESPACE, 'cmd', principalOrStream, keyOrItem);
}

/** Id of the n-th event (over all appends of the command to that stream) of one attempt. */
export function eventIdOf(place: {
  commandId: Uuid;
  stream: string;
  attempt: number;
  index: number;
}): Uuid {
  const { commandId, stream, attempt, index } = place;
  return derivedId(commandId, stream, String(attempt), String(index));
}

export type CreatedThing = 'approval' | 'student' | 'term' | 'chargeRun';

/** Id of what a command creates. */
export function createdIdOf(commandId: Uuid, thing: CreatedThing): Uuid {
  return derivedId(commandId, thing);
}

/**
 * Id of a payment. It names the account: a key is remembered by the account that it was used on, so
 * one key on two accounts is two payments. The attempt is 0 unless the payment was fenced off.
 */
export function paymentIdOf(payment: { commandId: Uuid; studentId: Uuid; attempt: number }): Uuid {
  return derivedId(payment.commandId, 'payment', payment.studentId, String(payment.attempt));
}

/** Id of a charge by hand; it names the account as a payment's does. */
export function chargeByHandIdOf(charge: { commandId: Uuid; studentId: Uuid }): Uuid {
  return derivedId(charge.commandId, 'charge', charge.studentId);
}

/** Id of an adjustment by hand; it names the account as a payment's does. */
export function adjustmentIdOf(adjustment: { commandId: Uuid; studentId: Uuid }): Uuid {
  return derivedId(adjustment.commandId, 'adjustment', adjustment.studentId);
}

/** Id of a refund; it names the account as a payment's does. */
export function refundIdOf(refund: { commandId: Uuid; studentId: Uuid }): Uuid {
  return derivedId(refund.commandId, 'refund', refund.studentId);
}

/** Id of the charge that asks a refund back when its payment turns out to have been none. */
export function refundRecoveryChargeIdOf(paymentId: Uuid): Uuid {
  return derivedId(paymentId, 'recovery');
}

/** Id of a fee-schedule charge: the same fee of the same term is the same charge (rule 8). */
export function termFeeChargeIdOf(fee: {
  studentId: Uuid;
  termId: Uuid;
  feeCode: string;
  instalment: number;
  cancelledBefore: number;
}): Uuid {
  const { studentId, termId, feeCode, instalment, cancelledBefore } = fee;
  return derivedId(NAMESPACE, studentId, termId, feeCode, `${instalment}`, `${cancelledBefore}`);
}

export function receiptIdOf(paymentId: Uuid): Uuid {
  return derivedId(paymentId, 'receipt');
}

function bytesOf(uuid: Uuid): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidFrom(bytes: Buffer, version: number): Uuid {
  const b = Buffer.from(bytes);
  b.writeUInt8((b.readUInt8(6) & 0x0f) | version, 6);
  b.writeUInt8((b.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = b.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
