// Sealed personal data: opened by its subject's key, in its own event, and by nothing else.
import { createSecretKey } from 'node:crypto';
import { unseal, type SealPlace, type SubjectKeys } from '../../src/eventstore/index.js';
import { Sealer } from '../../src/eventstore/sealing.js';
import { InMemorySubjectKeys } from './in-memory-subject-keys.js';
import { SEALED, SEALED_KEY_BYTES, SECOND, STUDENT_ID } from './vectors.js';

const FROZEN_KEY: SubjectKeys = {
  keyOf: () => Promise.resolve(createSecretKey(SEALED_KEY_BYTES)),
};

async function sealedEvent(keys: SubjectKeys, secret: Record<string, string>) {
  const key = await keys.keyOf(STUDENT_ID);
  if (key === 'erased') throw new Error('the key is there');
  const { id, stream, type } = SECOND;
  const sealed = new Sealer().seal(secret, { id: STUDENT_ID, key }, { id, stream, type });
  return { id, stream, type, data: { sealed } };
}

describe('sealed data', () => {
  it('opens what another program sealed', async () => {
    const event = { ...SECOND, data: { sealed: SEALED } };
    expect(await unseal(event, FROZEN_KEY)).toEqual({ payer: 'René' });
  });

  it('is read back as it was', async () => {
    const keys = new InMemorySubjectKeys();
    const event = await sealedEvent(keys, { givenName: 'Tendai', note: 'a "b"\n' });
    expect(await unseal(event, keys)).toEqual({ givenName: 'Tendai', note: 'a "b"\n' });
  });

  it('is erased for ever with its key', async () => {
    const keys = new InMemorySubjectKeys();
    const event = await sealedEvent(keys, { givenName: 'Tendai' });
    keys.erase(STUDENT_ID);
    expect(await unseal(event, keys)).toBe('erased');
  });

  it('has nothing to open in an event without any', async () => {
    expect(await unseal({ ...SECOND, data: { amountMinor: '1' } }, FROZEN_KEY)).toBeUndefined();
  });

  it('can not be moved to another event, stream or type', async () => {
    const moves: Partial<SealPlace>[] = [
      { id: '77777777-7777-5777-8777-777777777777' },
      { stream: 'studentAccount-another' },
      { type: 'RefundIssued' },
    ];
    const opened = moves.map((move) =>
      unseal({ ...SECOND, ...move, data: { sealed: SEALED } }, FROZEN_KEY),
    );
    const codes = await Promise.all(opened.map((each) => each.catch(({ code }) => code)));
    expect(codes).toEqual(['sealed_unreadable', 'sealed_unreadable', 'sealed_unreadable']);
  });

  it('says so when the text is damaged', async () => {
    const texts = ['', 'v2.x.y.z', SEALED.slice(0, -4), `${SEALED}.more`, 'v1.no-uuid.AAEC.AAEC'];
    const opened = texts.map((sealed) => unseal({ ...SECOND, data: { sealed } }, FROZEN_KEY));
    const codes = await Promise.all(opened.map((each) => each.catch(({ code }) => code)));
    expect(new Set(codes)).toEqual(new Set(['sealed_unreadable']));
  });

  it('never uses a nonce twice, over more than one block of the pool', async () => {
    const keys = new InMemorySubjectKeys();
    const key = await keys.keyOf(STUDENT_ID);
    if (key === 'erased') throw new Error('the key is there');
    const sealer = new Sealer();
    const nonces = Array.from({ length: 1200 }, () => {
      const sealed = sealer.seal({ a: 'b' }, { id: STUDENT_ID, key }, SECOND);
      return sealed.split('.')[2];
    });
    expect(new Set(nonces).size).toBe(1200);
  });
});
