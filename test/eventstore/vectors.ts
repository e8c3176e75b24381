// Frozen vectors, computed once with other tools (Python's hashlib and cryptography). They never
// change: a log that was written yesterday must verify and open for ever.
import type { FactMetadata } from '../../src/kernel/fact.js';
import type { StoredEvent } from '../../src/eventstore/index.js';

export const STUDENT_ID = '3d52c1f4-6f1c-5b0e-8d3a-0a1b2c3d4e5f';
export const ACCOUNT = `studentAccount-${STUDENT_ID}`;

const FIRST_HASH = '9fc093bfa33804303dc26043888d8b759d421810b5382a0b6bfdf2c5de5f956a';
const SECOND_HASH = '2431a78ec239a649502faff5e43321a336c77c79259d612dab0bca5943ab672e';

function metadata(prevHash: string, hash: string): FactMetadata {
  return {
    $causationId: '11111111-1111-5111-8111-111111111111',
    $correlationId: '22222222-2222-4222-8222-222222222222',
    actorRole: 'cashier',
    appVersion: '1.0.0',
    commandId: '11111111-1111-5111-8111-111111111111',
    hash,
    prevHash,
    principal: 'user:33333333-3333-7333-8333-333333333333',
    recordedAt: '2026-05-11T08:14:02.117Z',
    schemaVersion: '1',
    schoolId: '44444444-4444-7444-8444-444444444444',
  };
}

export const FIRST: StoredEvent = {
  id: '55555555-5555-5555-8555-555555555555',
  stream: ACCOUNT,
  revision: 0,
  type: 'AccountOpened',
  // In another key order than the stored one: a parser may give them in any.
  data: { studentId: STUDENT_ID, currency: 'USD', openedOn: '2026-05-11' },
  metadata: metadata('0'.repeat(64), FIRST_HASH),
  position: { commit: 100n, prepare: 100n },
};

export const SECOND: StoredEvent = {
  id: '66666666-6666-5666-8666-666666666666',
  stream: ACCOUNT,
  revision: 1,
  type: 'PaymentRecorded',
  data: {
    paymentId: '0b7e5c8e-1111-5111-8111-000000000001',
    amountMinor: '8000',
    holdCredit: false,
    note: 'Réné € 😀 "quoted"\n',
  },
  metadata: metadata(FIRST_HASH, SECOND_HASH),
  position: { commit: 200n, prepare: 200n },
};

/** `{"payer":"René"}` of event SECOND under the key of bytes 0 … 31, nonce of bytes 0 … 11. */
export const SEALED =
  'v1.3d52c1f4-6f1c-5b0e-8d3a-0a1b2c3d4e5f.AAECAwQFBgcICQoL.PCCmeryAsDm3Y8Xu3yrRT_7BUPYSNR6hhYVhjM6UZaKT';
export const SEALED_KEY_BYTES = Uint8Array.from({ length: 32 }, (_, n) => n);
