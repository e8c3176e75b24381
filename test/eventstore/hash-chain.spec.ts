// The chain of a stream: frozen vectors, and what a verifier finds.
import { CHAIN_START, hashOfStored, verifyStream } from '../../src/eventstore/index.js';
import { FIRST, SECOND } from './vectors.js';

describe('the hash chain of a stream', () => {
  it('gives the hashes that another program computed, also for text outside ASCII', () => {
    expect([hashOfStored(FIRST), hashOfStored(SECOND)]).toEqual([
      '9fc093bfa33804303dc26043888d8b759d421810b5382a0b6bfdf2c5de5f956a',
      '2431a78ec239a649502faff5e43321a336c77c79259d612dab0bca5943ab672e',
    ]);
  });

  it('is sound when each event links to the one ahead, and tells where the next one must stand', () => {
    expect(verifyStream([FIRST, SECOND])).toEqual({
      sound: true,
      head: { nextRevision: 2, lastHash: SECOND.metadata.hash },
    });
  });

  it('verifies a page after a page', () => {
    const first = verifyStream([FIRST]);
    expect(first.sound && verifyStream([SECOND], first.head).sound).toBe(true);
  });

  it('is sound and unmoved for a stream without events', () => {
    expect(verifyStream([])).toEqual({ sound: true, head: CHAIN_START });
  });

  it('finds a changed amount', () => {
    const forged = { ...SECOND, data: { ...SECOND.data, amountMinor: '800' } };
    expect(verifyStream([FIRST, forged])).toEqual({
      sound: false,
      revision: 1,
      finding: 'hash_differs',
    });
  });

  it('finds changed metadata, type, id and stream', () => {
    const forgeries = [
      { ...FIRST, metadata: { ...FIRST.metadata, principal: 'user:someone-else' } },
      { ...FIRST, type: 'PaymentRecorded' },
      { ...FIRST, id: SECOND.id },
      { ...FIRST, stream: 'studentAccount-another' },
    ];
    expect(forgeries.map((forged) => verifyStream([forged]))).toEqual([
      { sound: false, revision: 0, finding: 'hash_differs' },
      { sound: false, revision: 0, finding: 'hash_differs' },
      { sound: false, revision: 0, finding: 'hash_differs' },
      { sound: false, revision: 0, finding: 'hash_differs' },
    ]);
  });

  it('finds a missing first event', () => {
    expect(verifyStream([SECOND])).toEqual({
      sound: false,
      revision: 1,
      finding: 'revision_gap',
    });
  });

  it('finds an event that was put in the place of another', () => {
    const metadata = { ...SECOND.metadata, prevHash: 'f'.repeat(64) };
    expect(verifyStream([FIRST, { ...SECOND, metadata }])).toEqual({
      sound: false,
      revision: 1,
      finding: 'previous_hash_differs',
    });
  });
});
