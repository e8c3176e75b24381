// Statements I1 to I5: the same event ids again.
import { ANY, NO_STREAM, STREAM_EXISTS, type JSONEventData } from '@eventstore/db-client';
import { isEmbedded, useContractServer } from './contract-server.js';
import { collect, failureOf, numbered, someId } from './events.js';

const server = useContractServer();

interface Written {
  readonly stream: string;
  readonly events: JSONEventData[];
}

async function write(count: number): Promise<Written> {
  const stream = server.stream('repeat');
  const events = Array.from({ length: count }, (_, n) => numbered(n));
  await server.client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
  return { stream, events };
}

async function lengthOf(stream: string): Promise<number> {
  return (await collect(server.client.readStream(stream))).length;
}

it('I1 with ANY known ids in any order are a repeat with the place of the last one', async () => {
  const { stream, events } = await write(3);
  const stored = await collect(server.client.readStream(stream));
  const [first, second, third] = events;
  if (!first || !second || !third) throw new Error('three events were written');
  const repeat = await server.client.appendToStream(stream, [third, first, second], {
    expectedRevision: ANY,
  });
  const subset = await server.client.appendToStream(stream, [second, first], {
    expectedRevision: STREAM_EXISTS,
  });
  expect(repeat.nextExpectedRevision).toBe(1n);
  expect(repeat.position).toEqual(stored[1]?.event?.position);
  expect(subset.nextExpectedRevision).toBe(0n);
  expect(await lengthOf(stream)).toBe(3);
});

it('I1 a known first id with an unknown one after it is a conflict', async () => {
  const { stream, events } = await write(2);
  const append = server.client.appendToStream(stream, [...events, numbered(2)]);
  expect((await failureOf(append))['type']).toBe('wrong-expected-version');
  expect(await lengthOf(stream)).toBe(2);
});

it('I1 with an unknown first id everything is written', async () => {
  const { stream, events } = await write(2);
  await server.client.appendToStream(stream, [numbered(2), ...events]);
  expect(await lengthOf(stream)).toBe(5);
});

it('I2 the same ids at the same exact revision are a repeat', async () => {
  const { stream, events } = await write(3);
  const stored = await collect(server.client.readStream(stream));
  const whole = await server.client.appendToStream(stream, events, { expectedRevision: NO_STREAM });
  const tail = await server.client.appendToStream(stream, events.slice(1), {
    expectedRevision: 0n,
  });
  expect(whole.nextExpectedRevision).toBe(2n);
  expect(tail.position).toEqual(stored[2]?.event?.position);
  expect(await lengthOf(stream)).toBe(3);
});

it('I2 other ids, or more than the stream holds, are a conflict', async () => {
  const { stream, events } = await write(2);
  const options = { expectedRevision: NO_STREAM } as const;
  const other = server.client.appendToStream(stream, [numbered(0)], options);
  const more = server.client.appendToStream(stream, [...events, numbered(2)], options);
  expect((await failureOf(other))['type']).toBe('wrong-expected-version');
  expect((await failureOf(more))['type']).toBe('wrong-expected-version');
});

it('I2 an id that is already there is written again at the current revision', async () => {
  const { stream, events } = await write(1);
  const again = await server.client.appendToStream(stream, events, { expectedRevision: 0n });
  expect(again.nextExpectedRevision).toBe(1n);
  expect(await lengthOf(stream)).toBe(2);
});

it('I2 on a soft-deleted stream the repeat succeeds without a position', async () => {
  const { stream, events } = await write(2);
  await server.client.deleteStream(stream);
  const repeat = await server.client.appendToStream(stream, events, {
    expectedRevision: NO_STREAM,
  });
  expect(repeat.success).toBe(true);
  expect(repeat.position).toBeUndefined();
});

if (isEmbedded)
  it('I2 the repeat succeeds after a restart, too', async () => {
    const { stream, events } = await write(2);
    await server.restart();
    const repeat = await server.client.appendToStream(stream, events, {
      expectedRevision: NO_STREAM,
    });
    expect(repeat.nextExpectedRevision).toBe(1n);
    expect(await lengthOf(stream)).toBe(2);
  });

if (isEmbedded)
  it('I3 the memory for ANY is lost at a restart: the event is written again', async () => {
    const { stream, events } = await write(1);
    await server.restart();
    await server.client.appendToStream(stream, events, { expectedRevision: ANY });
    expect(await lengthOf(stream)).toBe(2);
  });

it('I3 an id used in two streams stays with the first', async () => {
  const { stream, events } = await write(1);
  const other = server.stream('second');
  await server.client.appendToStream(other, events);
  await server.client.appendToStream(other, events);
  const repeat = await server.client.appendToStream(stream, events);
  expect(repeat.nextExpectedRevision).toBe(0n);
  expect([await lengthOf(stream), await lengthOf(other)]).toEqual([1, 2]);
});

it('I3 an id used twice in one stream has its first place', async () => {
  const { stream, events } = await write(1);
  await server.client.appendToStream(stream, events, { expectedRevision: 0n });
  const repeat = await server.client.appendToStream(stream, events, { expectedRevision: ANY });
  expect(repeat.nextExpectedRevision).toBe(0n);
});

it('I4 the data of a repeat is ignored, the first bytes stay', async () => {
  const id = someId();
  const stream = server.stream('bytes');
  const options = { expectedRevision: NO_STREAM } as const;
  await server.client.appendToStream(stream, numbered(1, id), options);
  await server.client.appendToStream(stream, numbered(2, id), options);
  const events = await collect(server.client.readStream(stream));
  expect(events.map(({ event }) => event?.data)).toEqual([{ n: 1 }]);
});

it('I5 a repeat while the original is in flight never writes the event twice', async () => {
  const stream = server.stream('in-flight');
  const event = numbered(1);
  const options = { expectedRevision: NO_STREAM } as const;
  const outcomes = await Promise.allSettled([
    server.client.appendToStream(stream, event, options),
    server.client.appendToStream(stream, event, options),
  ]);
  // The embedded server answers both; a real one may let the repeat time out.
  expect(outcomes[0]?.status).toBe('fulfilled');
  expect(await lengthOf(stream)).toBe(1);
});
