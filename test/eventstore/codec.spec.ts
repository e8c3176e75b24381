// From a fact to bytes: canonical, chained, sealed, and nothing in them that a JSON client could
// bring back differently.
import canonicalize from 'canonicalize';
import type { NewFact } from '../../src/kernel/fact.js';
import {
  EventRegistry,
  type CommandContext,
  unseal,
  verifyStream,
  type StoredEvent,
} from '../../src/eventstore/index.js';
import { Codec, dataText, type EncodedFacts } from '../../src/eventstore/codec.js';
import { originOf } from '../../src/eventstore/metadata.js';
import { contextOf, SCHOOL_ID, type Counted } from './counter.js';
import { COUNTER_EVENTS } from './counter.js';
import { InMemorySubjectKeys } from './in-memory-subject-keys.js';
import { STUDENT_ID } from './vectors.js';

const NOON = new Date('2026-05-11T12:00:00.000Z');
const IDS = ['88888888-8888-5888-8888-000000000000', '88888888-8888-5888-8888-000000000001'];

function encode(
  facts: readonly NewFact<Counted>[],
  options: {
    keys?: InMemorySubjectKeys;
    previousRecordedAt?: string;
    context?: CommandContext;
  } = {},
): Promise<EncodedFacts<Counted>> {
  const { keys = new InMemorySubjectKeys(), previousRecordedAt = '' } = options;
  const recording = { now: NOON, previousRecordedAt, schoolId: SCHOOL_ID, appVersion: '1.0.0' };
  return new Codec(new EventRegistry(COUNTER_EVENTS), keys).encode(facts, {
    stream: 'counter-1',
    firstRevision: 0,
    prevHash: '0'.repeat(64),
    origin: originOf(options.context ?? contextOf('key'), recording),
    idOf: (n) => IDS[n] ?? '',
  });
}

/** As a reader gets them: parsed from the bytes. */
function readBack({ events, facts }: EncodedFacts<Counted>): StoredEvent[] {
  const parse = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());
  return events.map(({ id, type, data, metadata }, n) => ({
    id,
    type,
    stream: 'counter-1',
    revision: facts[n]?.revision ?? -1,
    data: parse(data),
    metadata: parse(metadata),
    position: { commit: 0n, prepare: 0n },
  }));
}

const RAISED: NewFact<Counted> = {
  type: 'CounterRaised',
  data: { note: 'é € 😀 \u2028', by: '2' },
};
const LOWERED: NewFact<Counted> = { type: 'CounterLowered', data: { by: '1' } };

describe('the bytes of a fact', () => {
  it('are those of RFC 8785, data and metadata alike', async () => {
    const { events } = await encode([RAISED, LOWERED]);
    for (const { data, metadata } of events) {
      const texts = [data, metadata].map((bytes) => Buffer.from(bytes).toString());
      expect(texts.map((text) => canonicalize(JSON.parse(text)))).toEqual(texts);
    }
  });

  it('are RFC 8785 also when a request brought neither hash nor id', async () => {
    const { requestHash: _none, requestId: _neither, ...context } = contextOf('key');
    const { events } = await encode([RAISED], { context });
    const text = Buffer.from(events[0]?.metadata ?? []).toString();
    expect(text).toBe(canonicalize(JSON.parse(text)));
    expect(text).not.toMatch(/request|traceparent/);
  });

  it('make a chain that verifies', async () => {
    expect(verifyStream(readBack(await encode([RAISED, LOWERED]))).sound).toBe(true);
  });

  it('read back as the facts that the writer folded', async () => {
    const encoded = await encode([RAISED, LOWERED]);
    const stored = readBack(encoded).map(({ position: _position, ...fact }) => fact);
    expect(JSON.parse(JSON.stringify(encoded.facts))).toEqual(stored);
  });

  it('are counted, data and metadata', async () => {
    const { events, bytes } = await encode([RAISED]);
    expect(bytes).toBe((events[0]?.data.length ?? 0) + (events[0]?.metadata.length ?? 0));
  });
});

describe('the data of a fact', () => {
  it('leaves out what is undefined, and sorts nested keys', () => {
    expect(dataText({ b: [{ d: 'x', c: true }], a: undefined })).toBe('{"b":[{"c":true,"d":"x"}]}');
  });

  it('agrees with another implementation on keys that sort in odd ways', () => {
    const data = { '€': 'a', $: 'b', _: 'c', a: { B: 'd', b: 'e', '10x': 'f' }, '😀': 'g', é: 'h' };
    expect(dataText(data)).toBe(canonicalize(data));
  });

  it('has no half of a surrogate pair in it: UTF-8 has no bytes for it, and a hash over it no second opinion', () => {
    for (const data of [{ note: '\uDE00BCD' }, { nested: [{ '\uD83D': 'x' }] }]) {
      expect(() => dataText(data)).toThrow('well-formed');
    }
  });

  it('has no number, null or bigint in it: only a bug puts one there', () => {
    for (const value of [1, null, 10n, Number.NaN]) {
      expect(() => dataText({ nested: [{ value }] })).toThrow('a string or a boolean');
    }
  });

  it('has no key that is a number: every JavaScript object would put it first', () => {
    expect(() => dataText({ '10': 'x' })).toThrow('a key in a fact is no number');
  });
});

describe('the personal data of a fact', () => {
  const secret = { givenName: 'Tendai' };

  it('is sealed under the key of its subject', async () => {
    const keys = new InMemorySubjectKeys();
    const { events, facts } = await encode([{ ...RAISED, secret, subjectId: STUDENT_ID }], {
      keys,
    });
    expect(Buffer.from(events[0]?.data ?? []).toString()).not.toContain('Tendai');
    const [fact] = facts;
    expect(fact && (await unseal(fact, keys))).toEqual({ givenName: 'Tendai' });
  });

  it('is left out when the subject was erased: the fact itself still counts', async () => {
    const keys = new InMemorySubjectKeys();
    keys.erase(STUDENT_ID);
    const { facts } = await encode([{ ...RAISED, secret, subjectId: STUDENT_ID }], { keys });
    expect(facts[0]?.data).toEqual(RAISED.data);
  });

  it('says whose it is, or a bug made it', async () => {
    await expect(encode([{ ...RAISED, secret }])).rejects.toThrow('whose its personal data is');
  });
});

describe('the instant of a fact', () => {
  it('is the clock of the application', async () => {
    const { facts } = await encode([RAISED]);
    expect(facts[0]?.metadata.recordedAt).toBe('2026-05-11T12:00:00.000Z');
  });

  it('never goes back behind the event ahead in its stream', async () => {
    const previousRecordedAt = '2026-05-11T12:00:09.000Z';
    const { facts } = await encode([RAISED], { previousRecordedAt });
    expect(facts[0]?.metadata.recordedAt).toBe(previousRecordedAt);
  });
});
