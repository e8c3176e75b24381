// What every event store must do, run against the one in memory and against the adapter on a server:
// what holds for the one in a model check must hold for the other in production.
import { randomUUID } from 'node:crypto';
import type {
  Delivery,
  EncodedEvent,
  EventStore,
  ExpectedRevision,
  LogPosition,
} from '../../src/eventstore/index.js';
import { canonicalJson } from '../../src/kernel/canonical-json.js';

const encoder = new TextEncoder();

export function encoded(note = 'x', id: string = randomUUID()): EncodedEvent {
  const metadata = {
    schemaVersion: '1',
    commandId: id,
    recordedAt: '2026-05-11T08:00:00.000Z',
    hash: 'ab'.repeat(32),
  };
  return {
    id,
    type: 'NoteTaken',
    data: encoder.encode(canonicalJson({ note })),
    metadata: encoder.encode(canonicalJson(metadata)),
  };
}

export const someStream = () => `note-${randomUUID()}`;

/** Deliveries up to the first one that `enough` accepts. */
export async function deliveriesUntil(
  deliveries: AsyncIterable<Delivery>,
  enough: (delivery: Delivery) => boolean,
): Promise<Delivery[]> {
  const seen: Delivery[] = [];
  for await (const delivery of deliveries) {
    seen.push(delivery);
    if (enough(delivery)) break;
  }
  return seen;
}

export function notesOf(deliveries: readonly Delivery[], stream: string): unknown[] {
  return deliveries.flatMap((each) =>
    each.kind === 'event' && each.event.stream === stream ? [each.event.data['note']] : [],
  );
}

export function describeEventStore(name: string, theStore: () => EventStore): void {
  const append = (stream: string, expected: ExpectedRevision, ...events: EncodedEvent[]) =>
    theStore().append(stream, expected, events);
  const kindOf = async (...args: Parameters<typeof append>) => (await append(...args)).kind;

  describe(`${name}: appends`, () => {
    it('at the exact revision are written, and say where', async () => {
      const stream = someStream();
      const first = await append(stream, 'no_stream', encoded('a'), encoded('b'));
      const second = await append(stream, 1, encoded('c'));
      const events = await theStore().readStream(stream);
      expect(events.map(({ revision, data }) => [revision, data['note']])).toEqual([
        [0, 'a'],
        [1, 'b'],
        [2, 'c'],
      ]);
      expect(first).toEqual({ kind: 'appended', position: events[1]?.position });
      expect(second).toEqual({ kind: 'appended', position: events[2]?.position });
    });

    it('elsewhere conflict: too early, too late, on a stream that is not there', async () => {
      const stream = someStream();
      await append(stream, 'no_stream', encoded(), encoded());
      expect(await kindOf(stream, 'no_stream', encoded())).toBe('conflict');
      expect(await kindOf(stream, 0, encoded())).toBe('conflict');
      expect(await kindOf(stream, 5, encoded())).toBe('conflict');
      expect(await kindOf(someStream(), 0, encoded())).toBe('conflict');
    });

    it('repeated with the same ids at the same revision succeed and write nothing', async () => {
      const stream = someStream();
      const [first, second] = [encoded('a'), encoded('b')];
      await append(stream, 'no_stream', first, second);
      await append(stream, 1, encoded('later'));
      expect(await kindOf(stream, 'no_stream', first, second)).toBe('appended');
      expect((await theStore().readStream(stream)).length).toBe(3);
    });

    it('repeated with other bytes keep the first ones', async () => {
      const stream = someStream();
      const first = encoded('first');
      await append(stream, 'no_stream', first);
      expect(await kindOf(stream, 'no_stream', encoded('second', first.id))).toBe('appended');
      const [stored] = await theStore().readStream(stream);
      expect(stored?.data).toEqual({ note: 'first' });
    });

    it('that repeat only some of the ids conflict', async () => {
      const stream = someStream();
      const first = encoded();
      await append(stream, 'no_stream', first, encoded());
      expect(await kindOf(stream, 'no_stream', first, encoded())).toBe('conflict');
    });

    it('at the current revision are written even if the id is there already', async () => {
      const stream = someStream();
      const first = encoded();
      await append(stream, 'no_stream', first);
      expect(await kindOf(stream, 0, first)).toBe('appended');
      expect((await theStore().readStream(stream)).length).toBe(2);
    });

    it('of 500 events pass, of 501 or none are a bug', async () => {
      const many = Array.from({ length: 500 }, () => encoded());
      expect(await kindOf(someStream(), 'no_stream', ...many)).toBe('appended');
      await expect(append(someStream(), 'no_stream', ...many, encoded())).rejects.toThrow('500');
      await expect(append(someStream(), 'no_stream')).rejects.toThrow('an append has');
    });

    it('of more than 400 KiB are a bug', async () => {
      const large = encoded('x'.repeat(400 * 1024));
      await expect(append(someStream(), 'no_stream', large)).rejects.toThrow('400 KiB');
    });

    it('at one revision, many at once: one is written', async () => {
      const stream = someStream();
      const many = Array.from({ length: 20 }, () => kindOf(stream, 'no_stream', encoded()));
      const kinds = await Promise.all(many);
      expect(kinds.filter((kind) => kind === 'appended').length).toBe(1);
      expect((await theStore().readStream(stream)).length).toBe(1);
    });
  });

  describe(`${name}: reads`, () => {
    it('of a missing stream are empty', async () => {
      expect(await theStore().readStream(someStream())).toEqual([]);
    });

    it('begin at a revision, end after a count, and are empty past the end', async () => {
      const stream = someStream();
      await append(stream, 'no_stream', encoded('a'), encoded('b'), encoded('c'), encoded('d'));
      const notes = async (from: number, count?: number) =>
        (await theStore().readStream(stream, from, count)).map(({ data }) => data['note']);
      expect(await notes(1, 2)).toEqual(['b', 'c']);
      expect(await notes(2)).toEqual(['c', 'd']);
      expect(await notes(4)).toEqual([]);
    });

    it('give back what was written, also text outside ASCII and long text', async () => {
      const stream = someStream();
      const note = `Réné € 😀 "quoted"\n\u2028${'x'.repeat(100_000)}`;
      const event = encoded(note);
      await append(stream, 'no_stream', event);
      const [stored] = await theStore().readStream(stream);
      expect(stored).toMatchObject({ id: event.id, stream, revision: 0, type: 'NoteTaken' });
      expect(stored?.data).toEqual({ note });
      expect(canonicalJson(stored?.metadata)).toBe(new TextDecoder().decode(event.metadata));
    });

    it('of the whole log page through it forwards: inclusive from a position, none twice', async () => {
      const stream = someStream();
      await append(stream, 'no_stream', ...Array.from({ length: 300 }, (_, n) => encoded(`${n}`)));
      const [first] = await theStore().readStream(stream, 0, 1);
      const all = await theStore().readAll({ from: first?.position, count: 1000 });
      const notes = all.filter((event) => event.stream === stream).map(({ data }) => data['note']);
      expect(notes).toEqual(Array.from({ length: 300 }, (_, n) => `${n}`));
      expect(await theStore().readAll({ from: first?.position, count: 2 })).toEqual(
        all.slice(0, 2),
      );
    });

    it('of the whole log go backwards from the end, or exclusively from a position', async () => {
      const stream = someStream();
      await append(stream, 'no_stream', encoded('a'), encoded('b'), encoded('c'));
      const notes = async (options: { from?: LogPosition; count: number }) =>
        (await theStore().readAll({ ...options, direction: 'backwards' })).map(
          (e) => e.data['note'],
        );
      const [newest] = await theStore().readAll({ direction: 'backwards', count: 1 });
      expect(await notes({ count: 2 })).toEqual(['c', 'b']);
      expect(await notes({ from: newest?.position, count: 2 })).toEqual(['b', 'a']);
    });
  });

  describe(`${name}: subscriptions`, () => {
    it('deliver history, then the change to live once, then what comes', async () => {
      const stream = someStream();
      await append(stream, 'no_stream', encoded('old'));
      const subscription = theStore().subscribeToAll(undefined);
      const kinds: string[] = [];
      const seen = await deliveriesUntil(subscription, (delivery) => {
        kinds.push(delivery.kind);
        if (delivery.kind === 'caught_up') void append(stream, 0, encoded('new'));
        return delivery.kind === 'event' && delivery.event.data['note'] === 'new';
      });
      expect(notesOf(seen, stream)).toEqual(['old', 'new']);
      expect(kinds.filter((kind) => kind === 'caught_up').length).toBe(1);
    });

    it('begin after a position', async () => {
      const stream = someStream();
      await append(stream, 'no_stream', encoded('a'), encoded('b'), encoded('c'));
      const [, second] = await theStore().readStream(stream);
      const subscription = theStore().subscribeToAll(second?.position);
      const seen = await deliveriesUntil(subscription, ({ kind }) => kind === 'caught_up');
      expect(notesOf(seen, stream)).toEqual(['c']);
    });

    it('lose nothing, double nothing and keep the order beside many writers', async () => {
      const streams = Array.from({ length: 8 }, someStream);
      const writers = streams.map(async (stream) => {
        await append(stream, 'no_stream', encoded('0'));
        for (let n = 0; n < 49; n += 1) await append(stream, n, encoded(`${n + 1}`));
      });
      let left = streams.length * 50;
      const seen = await deliveriesUntil(theStore().subscribeToAll(undefined), (delivery) => {
        if (delivery.kind === 'event' && streams.includes(delivery.event.stream)) left -= 1;
        return left === 0;
      });
      await Promise.all(writers);
      const expected = Array.from({ length: 50 }, (_, n) => `${n}`);
      expect(streams.map((stream) => notesOf(seen, stream))).toEqual(streams.map(() => expected));
    });

    it('end when they are closed, also while they wait', async () => {
      const subscription = theStore().subscribeToAll(undefined);
      const seen: string[] = [];
      for await (const { kind } of subscription) {
        seen.push(kind);
        if (kind === 'caught_up') setTimeout(() => void subscription.close(), 10);
      }
      expect(seen.at(-1)).toBe('caught_up');
    });
  });
}
