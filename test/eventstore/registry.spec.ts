// Known event types and their versions: old ones are lifted, unknown ones stop the reader.
import { EventRegistry, type EventDefinition } from '../../src/eventstore/index.js';
import { FIRST } from './vectors.js';

/** Version 3 of a type: 1 → 2 named the school's zone, 2 → 3 made `open` a flag. */
const OPENED: EventDefinition = {
  type: 'AccountOpened',
  version: 3,
  upcasters: {
    1: (data) => ({ ...data, zone: 'UTC' }),
    2: (data) => ({ ...data, open: true }),
  },
};

const writtenAs = (schemaVersion: string) => ({
  ...FIRST,
  metadata: { ...FIRST.metadata, schemaVersion },
});

describe('the registry of event types', () => {
  it('lifts an old version step by step, and leaves what is stored as it is', () => {
    const event = writtenAs('1');
    const { data } = new EventRegistry([OPENED]).upcast(event);
    expect(data).toEqual({ ...FIRST.data, zone: 'UTC', open: true });
    expect(event.data).toEqual(FIRST.data);
  });

  it('takes only the steps that are missing', () => {
    const { data } = new EventRegistry([OPENED]).upcast(writtenAs('2'));
    expect(data).toEqual({ ...FIRST.data, open: true });
  });

  it('hands on the newest version as it is', () => {
    const event = writtenAs('3');
    expect(new EventRegistry([OPENED]).upcast(event)).toBe(event);
  });

  it('writes the newest version', () => {
    expect(new EventRegistry([OPENED]).versionOf('AccountOpened')).toBe('3');
  });

  it('refuses an unknown type, reading and writing', () => {
    const registry = new EventRegistry([OPENED]);
    const unknown = expect.objectContaining({ kind: 'internal', code: 'unknown_event_type' });
    expect(() => registry.upcast({ ...FIRST, type: 'Mystery' })).toThrow(unknown);
    expect(() => registry.versionOf('Mystery')).toThrow(unknown);
  });

  it('refuses a version of a newer release, and one that is none', () => {
    const registry = new EventRegistry([OPENED]);
    const unknown = expect.objectContaining({ kind: 'internal', code: 'unknown_event_version' });
    for (const version of ['4', '0', '1.5', 'x']) {
      expect(() => registry.upcast(writtenAs(version))).toThrow(unknown);
    }
  });

  it('is not built with a step missing, a step too many, or a type twice', () => {
    const wrong: EventDefinition[][] = [
      [{ type: 'A', version: 2 }],
      [{ type: 'A', version: 1, upcasters: { 1: (data) => data } }],
      [
        { type: 'A', version: 1 },
        { type: 'A', version: 1 },
      ],
    ];
    for (const definitions of wrong) {
      expect(() => new EventRegistry(definitions)).toThrow('invariant broken');
    }
  });
});
