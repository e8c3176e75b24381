// The loop through which every fact gets into the log: append, refusal, load.
import { contextOf, counterFold, lower, raise, raiseByOne } from './counter.js';
import { LogUnderTest } from './log-under-test.js';

const STREAM = 'counter-1';

describe('a command on a stream', () => {
  it('reads an unknown stream once, and a known one not at all', async () => {
    const { log, wire } = new LogUnderTest();
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await log.decideAndAppend(raiseByOne(STREAM, 'b'));
    const { state } = await log.decideAndAppend(raiseByOne(STREAM, 'c'));
    expect([state.value, wire.reads, wire.appends.length]).toEqual([3, 1, 3]);
  });

  it('appends at the exact revision that it was decided on', async () => {
    const { log, wire } = new LogUnderTest();
    await log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      decide: () => [...raise(1), ...raise(2)],
    });
    await log.decideAndAppend(raiseByOne(STREAM, 'b'));
    expect(wire.appends.map(({ expected }) => expected)).toEqual(['no_stream', 1]);
  });

  it('says what it did: facts as stored, state, revision and place', async () => {
    const { log, store } = new LogUnderTest();
    const decided = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    const [stored] = store.committed(STREAM);
    expect(decided).toMatchObject({ state: { value: 1 }, revision: 0, replayed: false });
    expect(decided.position).toEqual(stored?.position);
    expect(decided.facts[0]?.metadata).toEqual(stored?.metadata);
  });

  it('with nothing to do appends nothing, and is a success', async () => {
    const { log, wire } = new LogUnderTest();
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    const nothing = await log.decideAndAppend({ ...raiseByOne(STREAM, 'b'), decide: () => [] });
    expect(nothing).toMatchObject({ facts: [], revision: 0, replayed: false, position: undefined });
    expect(wire.appends.length).toBe(1);
  });

  it('whose facts would break an invariant is stopped before anything is written', async () => {
    const { log, store } = new LogUnderTest();
    const broken = log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      decide: () => lower({ value: 9, changes: 0 }, 1),
    });
    await expect(broken).rejects.toThrow('a counter is never below zero');
    expect(store.committed()).toEqual([]);
  });

  it('with more than 500 facts is refused, nothing written', async () => {
    const { log, store } = new LogUnderTest();
    const many = Array.from({ length: 501 }, () => raise(1)).flat();
    const large = log.decideAndAppend({ ...raiseByOne(STREAM, 'a'), decide: () => many });
    await expect(large).rejects.toMatchObject({ code: 'command_too_large' });
    expect(store.committed()).toEqual([]);
  });

  it('with more than 400 KiB is refused, nothing written', async () => {
    const { log, store } = new LogUnderTest();
    const note = 'x'.repeat(400 * 1024);
    const large = log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      decide: () => [{ type: 'CounterRaised' as const, data: { by: '1', note } }],
    });
    await expect(large).rejects.toMatchObject({ code: 'command_too_large' });
    expect(store.committed()).toEqual([]);
  });
});

describe('a refusal', () => {
  it('from the cache is confirmed by a read from the next revision on', async () => {
    const { log, wire } = new LogUnderTest();
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    const refused = log.decideAndAppend({ ...raiseByOne(STREAM, 'b'), decide: (s) => lower(s, 5) });
    await expect(refused).rejects.toMatchObject({ code: 'counter_too_low' });
    expect(wire.reads).toBe(2);
  });

  it('that another process has made untrue is no refusal', async () => {
    const test = new LogUnderTest();
    const { log, store } = test;
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    const other = { ...raiseByOne(STREAM, 'b'), decide: () => raise(10) };
    await test.otherProcess().decideAndAppend(other);
    const { state } = await log.decideAndAppend({
      ...raiseByOne(STREAM, 'c'),
      decide: (s) => lower(s, 5),
    });
    expect([state.value, store.committed(STREAM).length]).toEqual([6, 3]);
  });

  it('is not remembered: the same key may succeed later', async () => {
    const { log } = new LogUnderTest();
    const lowerByOne = {
      ...raiseByOne(STREAM, 'a'),
      decide: (s: { value: number; changes: number }) => lower(s, 1),
    };
    await expect(log.decideAndAppend(lowerByOne)).rejects.toMatchObject({
      code: 'counter_too_low',
    });
    await log.decideAndAppend(raiseByOne(STREAM, 'b'));
    expect(await log.decideAndAppend(lowerByOne)).toMatchObject({ replayed: false, revision: 1 });
  });
});

describe('a load', () => {
  it('is fresh: a cached fold is brought up to date', async () => {
    const test = new LogUnderTest();
    await test.log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'b'));
    const { state, revision } = await test.log.load(STREAM, counterFold);
    expect([state.value, revision]).toEqual([2, 1]);
  });

  it('of a stream without events is the initial state at revision −1', async () => {
    const { log } = new LogUnderTest();
    expect(await log.load(STREAM, counterFold)).toMatchObject({
      revision: -1,
      state: { value: 0, changes: 0 },
    });
  });

  it('tells which commands were accepted, and where', async () => {
    const { log } = new LogUnderTest();
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await log.decideAndAppend({
      ...raiseByOne(STREAM, 'b'),
      decide: () => [...raise(1), ...raise(2)],
    });
    const { commands } = await log.load(STREAM, counterFold);
    expect(commands.get(contextOf('b').commandId)).toMatchObject({
      firstRevision: 1,
      lastRevision: 2,
      facts: 2,
    });
  });
});
