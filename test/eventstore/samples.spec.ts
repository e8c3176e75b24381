// A log is for ever: of every event type and version that was ever written there is a frozen sample,
// and this release reads it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BILLING_EVENTS } from '../../src/modules/billing/event-definitions.js';
import { STUDENT_EVENTS } from '../../src/modules/students/event-definitions.js';
import { EventRegistry, type StoredEvent } from '../../src/eventstore/index.js';
import { dataText } from '../../src/eventstore/codec.js';
import { FIRST } from './vectors.js';

const FOLDER = path.join(import.meta.dirname, 'samples');
const DEFINITIONS = [...STUDENT_EVENTS, ...BILLING_EVENTS];

interface Sample {
  readonly type: string;
  readonly schemaVersion: string;
  readonly data: StoredEvent['data'];
  readonly metadata: StoredEvent['metadata'];
}

function sampleFiles(): string[] {
  return readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
}

function sample(file: string): Sample {
  return JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'));
}

describe('the frozen samples', () => {
  it('are one for each version of each type that this release knows, and no other', () => {
    const expected = DEFINITIONS.flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, n) => `${type}.v${n + 1}.json`),
    );
    expect(sampleFiles().toSorted()).toEqual(expected.toSorted());
  });

  it('say what their file names say', () => {
    const named = sampleFiles().map((file) => {
      const { type, schemaVersion, metadata } = sample(file);
      return [`${type}.v${schemaVersion}.json`, metadata.schemaVersion];
    });
    const expected = sampleFiles().map((file) => [file, /\.v(\d+)\.json$/.exec(file)?.[1]]);
    expect(named).toEqual(expected);
  });

  it('are read by this release, lifted to the newest version', () => {
    const registry = new EventRegistry(DEFINITIONS);
    const read = sampleFiles().map((file) => {
      const { type, data, metadata } = sample(file);
      return registry.upcast({ ...FIRST, type, data, metadata }).type;
    });
    expect(new Set(read)).toEqual(new Set(DEFINITIONS.map(({ type }) => type)));
  });

  it('hold strings and booleans alone, and all that metadata must have', () => {
    const required = Object.keys(FIRST.metadata);
    for (const file of sampleFiles()) {
      const { data, metadata } = sample(file);
      expect(dataText(data).startsWith('{')).toBe(true);
      expect(Object.keys(metadata)).toEqual(expect.arrayContaining(required));
      expect(Object.values(metadata).every((value) => typeof value === 'string')).toBe(true);
    }
  });
});
