// The same command again, and commands that meet on one stream.
import { verifyStream } from '../../src/eventstore/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { contextOf, raise, raiseByOne } from './counter.js';
import { LogUnderTest } from './log-under-test.js';

const STREAM = 'counter-1';

describe('the same command again', () => {
  it('appends nothing and gets the first answer, whatever happened since', async () => {
    const { log, wire } = new LogUnderTest();
    const first = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await log.decideAndAppend(raiseByOne(STREAM, 'b'));
    const again = await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    expect(again).toMatchObject({
      state: first.state,
      revision: 0,
      position: first.position,
      replayed: true,
    });
    expect(again.facts[0]?.metadata).toEqual(first.facts[0]?.metadata);
    expect(wire.appends.length).toBe(2);
  });

  it('gets it from another process too, whose clock shows another time', async () => {
    const test = new LogUnderTest();
    const first = await test.log.decideAndAppend(raiseByOne(STREAM, 'a'));
    test.clock.moveTo(new Date('2026-06-01T00:00:00.000Z'));
    const again = await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'a'));
    expect([again.state, again.facts[0]?.metadata]).toEqual([
      first.state,
      first.facts[0]?.metadata,
    ]);
  });

  it('with another request is refused: the key is taken', async () => {
    const { log } = new LogUnderTest();
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    const other = { ...raiseByOne(STREAM, 'a'), context: contextOf('a', 'cd'.repeat(32)) };
    await expect(log.decideAndAppend(other)).rejects.toMatchObject({
      kind: 'rule_violated',
      code: 'idempotency_key_reused',
    });
  });

  it('sent ten times at once is written once', async () => {
    const { log, store } = new LogUnderTest();
    const ten = Array.from({ length: 10 }, () => log.decideAndAppend(raiseByOne(STREAM, 'a')));
    const answers = await Promise.all(ten);
    expect(answers.filter(({ replayed }) => replayed).length).toBe(9);
    expect(store.committed(STREAM).length).toBe(1);
  });

  it('that appends several times is decided again, and its ids go on counting', async () => {
    const { log, store } = new LogUnderTest();
    const plan = (value: number) => ({
      ...raiseByOne(STREAM, 'plan'),
      severalAppends: true,
      decide: (s: { value: number }) => (s.value < value ? raise(1) : []),
    });
    await log.decideAndAppend(plan(1));
    await log.decideAndAppend(plan(2));
    const done = await log.decideAndAppend(plan(2));
    expect(done).toMatchObject({ facts: [], revision: 1 });
    expect(new Set(store.committed(STREAM).map(({ id }) => id)).size).toBe(2);
  });
});

describe('commands that meet', () => {
  it('fifty at once on one stream all succeed, without a conflict', async () => {
    const { log, wire, store } = new LogUnderTest();
    const fifty = Array.from({ length: 50 }, (_, n) =>
      log.decideAndAppend(raiseByOne(STREAM, `${n}`)),
    );
    const answers = await Promise.all(fifty);
    expect(Math.max(...answers.map(({ state }) => state.value))).toBe(50);
    expect(wire.appends.length).toBe(50);
    expect(verifyStream(store.committed(STREAM)).sound).toBe(true);
  });

  it('in two processes: the loser reads the tail and decides again', async () => {
    const test = new LogUnderTest();
    await test.log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'b'));
    const { state, revision } = await test.log.decideAndAppend(raiseByOne(STREAM, 'c'));
    expect([state.value, revision, test.wire.reads]).toEqual([3, 2, 2]);
  });

  it('over a log that was restored to before the cached fold are decided on what is there', async () => {
    const { log, wire } = new LogUnderTest();
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await log.decideAndAppend(raiseByOne(STREAM, 'b'));
    const restored = new InMemoryEventStore();
    wire.restoreTo(restored);
    const { state, revision } = await log.decideAndAppend(raiseByOne(STREAM, 'c'));
    expect([state.value, revision]).toEqual([1, 0]);
    expect(verifyStream(restored.committed(STREAM)).sound).toBe(true);
  });

  it('give up as busy when their eight seconds are over, nothing written', async () => {
    const test = new LogUnderTest();
    const other = test.otherProcess();
    let n = 0;
    const unlucky = test.log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      claim: async () => {
        n += 1;
        await other.decideAndAppend(raiseByOne(STREAM, `other-${n}`));
        test.timing.pass(3000);
        return 'claimed';
      },
    });
    await expect(unlucky).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'busy',
      retryAfterSeconds: 1,
      extra: { effect: 'none' },
    });
    expect(n).toBe(3);
  });
});

describe('If-Match', () => {
  it('lets the command pass at that revision', async () => {
    const { log } = new LogUnderTest();
    await log.decideAndAppend({ ...raiseByOne(STREAM, 'a'), ifMatch: 'no_stream' });
    expect(await log.decideAndAppend({ ...raiseByOne(STREAM, 'b'), ifMatch: 0 })).toMatchObject({
      revision: 1,
    });
  });

  it('refuses at once when the stream is elsewhere', async () => {
    const { log, wire } = new LogUnderTest();
    await log.decideAndAppend(raiseByOne(STREAM, 'a'));
    const late = log.decideAndAppend({ ...raiseByOne(STREAM, 'b'), ifMatch: 'no_stream' });
    await expect(late).rejects.toMatchObject({ kind: 'precondition_failed' });
    expect(wire.appends.length).toBe(1);
  });

  it('is judged on what the store has, not on an old cache', async () => {
    const test = new LogUnderTest();
    await test.log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'b'));
    const onTime = await test.log.decideAndAppend({ ...raiseByOne(STREAM, 'c'), ifMatch: 1 });
    expect(onTime.revision).toBe(2);
  });

  it('of a command that loses its place is refused, not decided again', async () => {
    const test = new LogUnderTest();
    await test.log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'b'));
    const lost = test.log.decideAndAppend({ ...raiseByOne(STREAM, 'c'), ifMatch: 0 });
    await expect(lost).rejects.toMatchObject({ kind: 'precondition_failed' });
  });

  it('does not keep the same command from its first answer', async () => {
    const { log } = new LogUnderTest();
    const command = { ...raiseByOne(STREAM, 'a'), ifMatch: 'no_stream' as const };
    await log.decideAndAppend(command);
    expect(await log.decideAndAppend(command)).toMatchObject({ replayed: true, revision: 0 });
  });
});
