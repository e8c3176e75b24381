// Appends whose answer does not come. In each case the log holds the facts once or not at all, and
// the answer says which, or that it is not known.
import { verifyStream } from '../../src/eventstore/index.js';
import { counterFold, raise, contextOf, raiseByOne } from './counter.js';
import { LogUnderTest } from './log-under-test.js';

const STREAM = 'counter-1';
/** More than anybody repeats within five seconds. */
const NEVER_AGAIN = Array.from({ length: 40 }, () => 'never_sent' as const);

describe('an append in doubt', () => {
  it('is repeated with the same bytes at the same revision until it is answered', async () => {
    const { log, wire, store } = new LogUnderTest();
    wire.lose('never_sent', 'never_sent');
    const { facts, revision } = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    expect(wire.appends.map(({ expected }) => expected)).toEqual([
      'no_stream',
      'no_stream',
      'no_stream',
    ]);
    expect(new Set(wire.appends.map(({ bytes }) => bytes)).size).toBe(1);
    expect([facts.length, revision, store.committed(STREAM).length]).toEqual([1, 0, 1]);
  });

  it('that was written is found and not written again', async () => {
    const { log, wire, store } = new LogUnderTest();
    wire.lose('answer_lost');
    const { state, position } = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    expect([state.value, store.committed(STREAM).length]).toEqual([1, 1]);
    expect(position).toEqual(store.committed(STREAM)[0]?.position);
  });

  it('is answered from what is stored: facts are read back, not taken from the writer', async () => {
    const { log, wire, store } = new LogUnderTest();
    wire.lose('answer_lost');
    const { facts } = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    expect(wire.reads).toBe(2);
    expect(facts).toEqual(store.committed(STREAM));
  });

  it('is repeated for 5 s at most; found in the stream afterwards, it is accepted', async () => {
    const { log, wire, timing } = new LogUnderTest();
    wire.lose('answer_lost', ...NEVER_AGAIN);
    const { state } = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    expect(state.value).toBe(1);
    expect(timing.now()).toBeGreaterThan(4000);
    expect(timing.now()).toBeLessThanOrEqual(5000);
  });

  it('that nobody can find yet is answered "outcome unknown", and says so', async () => {
    const { log, wire, store } = new LogUnderTest();
    wire.lose(...NEVER_AGAIN);
    await expect(log.decideAndAppend(raiseByOne(STREAM, 'a'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'outcome_unknown',
      extra: { effect: 'unknown' },
      retryAfterSeconds: 2,
    });
    expect(store.committed()).toEqual([]);
  });

  it('that is never answered at all ends within the time of its command', async () => {
    const { log, wire, timing } = new LogUnderTest();
    wire.lose('silent');
    await expect(log.decideAndAppend(raiseByOne(STREAM, 'a'))).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    expect(timing.now()).toBeLessThanOrEqual(8000);
  });

  it('of unknown outcome is settled by the same key: written meanwhile, it is replayed', async () => {
    const { log, wire, store } = new LogUnderTest();
    wire.lose('late', ...NEVER_AGAIN);
    await expect(log.decideAndAppend(raiseByOne(STREAM, 'a'))).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    await wire.deliverLate();
    wire.mend();
    const { replayed, state } = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    expect([replayed, state.value, store.committed(STREAM).length]).toEqual([true, 1, 1]);
  });

  it('of unknown outcome that arrives after the same key wrote is refused by the store', async () => {
    const { log, wire, store } = new LogUnderTest();
    wire.lose('late', ...NEVER_AGAIN);
    await expect(log.decideAndAppend(raiseByOne(STREAM, 'a'))).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    wire.mend();
    const { replayed } = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await wire.deliverLate();
    expect([replayed, store.committed(STREAM).length]).toEqual([false, 1]);
    expect(verifyStream(store.committed(STREAM)).sound).toBe(true);
  });

  it('that lost its place to another writer is decided again', async () => {
    const test = new LogUnderTest();
    const { log, wire, store } = test;
    wire.lose('never_sent');
    await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'b'));
    const { state, revision } = await log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      decide: ({ value }) => raise(value === 0 ? 1 : 10),
    });
    expect([state.value, revision, store.committed(STREAM).length]).toEqual([11, 1, 2]);
  });

  it('is not repeated when the store has no space: that is said at once, and nothing was written', async () => {
    const { log, wire, timing } = new LogUnderTest();
    wire.lose('no_space');
    await expect(log.decideAndAppend(raiseByOne(STREAM, 'a'))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'store_full',
      extra: { effect: 'none' },
      retryAfterSeconds: 2,
    });
    expect([wire.appends.length, timing.now()]).toEqual([1, 0]);
    expect((await log.decideAndAppend(raiseByOne(STREAM, 'a'))).replayed).toBe(false);
  });

  it('that was in doubt before the store ran full stays in doubt: it is read back', async () => {
    const { log, wire, store } = new LogUnderTest();
    wire.lose('answer_lost', ...Array.from({ length: 40 }, () => 'no_space' as const));
    const { state } = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    expect([state.value, store.committed(STREAM).length]).toEqual([1, 1]);
  });

  it('is not repeated when the store refused it for good: nothing was written', async () => {
    const { log, wire } = new LogUnderTest();
    wire.lose('refused');
    await expect(log.decideAndAppend(raiseByOne(STREAM, 'a'))).rejects.toMatchObject({
      kind: 'internal',
      code: 'append_refused',
    });
    expect(wire.appends.length).toBe(1);
  });

  it('stays unknown when the store refuses the repeat and can not be asked', async () => {
    const { log, wire, store } = new LogUnderTest();
    await log.load(STREAM, counterFold);
    await log.decideAndAppend(raiseByOne(STREAM, 'z'));
    wire.lose('answer_lost', ...Array.from({ length: 40 }, () => 'refused' as const));
    wire.failReads();
    await expect(log.decideAndAppend(raiseByOne(STREAM, 'a'))).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
    expect(store.committed(STREAM).length).toBe(2);
  });
});

describe('the facts of another process', () => {
  it('are never taken for ours: the same key, sent to two processes, is written once and answered alike', async () => {
    const test = new LogUnderTest();
    const { log, store, clock } = test;
    await log.decideAndAppend(raiseByOne(STREAM, 'first'));
    const there = await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'same'));
    clock.moveTo(new Date('2026-05-11T08:00:05.000Z'));
    const here = await log.decideAndAppend(raiseByOne(STREAM, 'same'));
    expect(here.replayed).toBe(true);
    expect(here.facts[0]?.metadata).toEqual(there.facts[0]?.metadata);
    await log.decideAndAppend({ ...raiseByOne(STREAM, 'next'), context: contextOf('next') });
    expect(verifyStream(store.committed(STREAM)).sound).toBe(true);
  });
});
