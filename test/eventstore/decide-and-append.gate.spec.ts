// Sessions, closed books and claims, on the way of a command into the log.
import { AppError } from '../../src/kernel/app-error.js';
import { localDate } from '../../src/kernel/local-date.js';
import type { LocalDate } from '../../src/kernel/local-date.js';
import { type Books, type EffectGate } from '../../src/eventstore/index.js';
import { lower, raise, raiseByOne } from './counter.js';
import { LogUnderTest } from './log-under-test.js';

const STREAM = 'counter-1';

/** A gate that counts who is inside, over books that a test may close. */
class CountingGate implements EffectGate {
  entered = 0;
  inside = 0;
  dead = false;
  books: Books = { closedThrough: undefined };
  lastKnown: Books = { closedThrough: undefined };

  enter() {
    if (this.dead) throw new AppError('unauthenticated', 'gone', { code: 'session_revoked' });
    this.entered += 1;
    this.inside += 1;
    const leave = () => {
      this.inside -= 1;
    };
    return Promise.resolve({ books: this.books, leave });
  }

  lastKnownBooks() {
    return this.lastKnown;
  }
}

describe('the gate', () => {
  it('is passed once for an append, and left right after it', async () => {
    const { log } = new LogUnderTest();
    const gate = new CountingGate();
    await log.decideAndAppend({ ...raiseByOne(STREAM, 'a'), gate });
    expect([gate.entered, gate.inside]).toEqual([1, 0]);
  });

  it('is left also when the append ends unknown', async () => {
    const { log, wire } = new LogUnderTest();
    const gate = new CountingGate();
    wire.lose(...Array.from({ length: 40 }, () => 'never_sent' as const));
    const unknown = log.decideAndAppend({ ...raiseByOne(STREAM, 'a'), gate });
    await expect(unknown).rejects.toMatchObject({ code: 'outcome_unknown' });
    expect([gate.entered, gate.inside]).toEqual([1, 0]);
  });

  it('stops a dead session before any effect', async () => {
    const { log, store } = new LogUnderTest();
    const gate = new CountingGate();
    gate.dead = true;
    const dead = log.decideAndAppend({ ...raiseByOne(STREAM, 'a'), gate });
    await expect(dead).rejects.toMatchObject({ code: 'session_revoked' });
    expect(store.committed()).toEqual([]);
  });

  it('stands before every answer: a dead session hears no refusal, no replay, no claim of another', async () => {
    const { log } = new LogUnderTest();
    const gate = new CountingGate();
    await log.decideAndAppend({ ...raiseByOne(STREAM, 'a'), gate });
    gate.dead = true;
    const duplicate = () => Promise.reject(new AppError('conflict', 'x', { code: 'duplicate' }));
    const commands = [
      { ...raiseByOne(STREAM, 'b'), gate, decide: () => lower({ value: 0, changes: 0 }, 5) },
      { ...raiseByOne(STREAM, 'a'), gate },
      { ...raiseByOne(STREAM, 'c'), gate, decide: () => [] },
      { ...raiseByOne(STREAM, 'd'), gate, ifMatch: 7 },
      { ...raiseByOne(STREAM, 'e'), gate, claim: duplicate },
    ];
    const codes = commands.map((each) => log.decideAndAppend(each).catch(({ code }) => code));
    expect(await Promise.all(codes)).toEqual(Array.from(commands, () => 'session_revoked'));
  });

  it('tells the books: a command is decided again when they were closed meanwhile', async () => {
    const { log } = new LogUnderTest();
    const gate = new CountingGate();
    gate.books = { closedThrough: localDate('2026-04-30') };
    const seen: (LocalDate | undefined)[] = [];
    await log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      gate,
      decide: (_state, { closedThrough }) => {
        seen.push(closedThrough);
        return raise(1);
      },
    });
    expect(seen).toEqual([undefined, '2026-04-30']);
    expect([gate.entered, gate.inside]).toEqual([2, 0]);
  });

  it('refuses on its books, not on those that were known before', async () => {
    const { log } = new LogUnderTest();
    const gate = new CountingGate();
    gate.lastKnown = { closedThrough: localDate('2026-04-30') };
    const reopened = await log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      gate,
      decide: (_state, { closedThrough }) => {
        if (closedThrough !== undefined) throw new AppError('conflict', 'closed');
        return raise(1);
      },
    });
    expect(reopened.state.value).toBe(1);
  });
});

describe('a claim', () => {
  it('is made after a decision and ahead of the gate', async () => {
    const { log } = new LogUnderTest();
    const gate = new CountingGate();
    const order: string[] = [];
    await log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      gate,
      decide: () => {
        order.push('decide');
        return raise(1);
      },
      claim: (facts) => {
        order.push(`claim for ${facts.length}, ${gate.entered} through the gate`);
        return Promise.resolve('claimed');
      },
    });
    expect(order).toEqual(['decide', 'claim for 1, 0 through the gate']);
  });

  it('is not made for a command that is refused anyway', async () => {
    const { log } = new LogUnderTest();
    let claims = 0;
    const doomed = log.decideAndAppend({
      ...raiseByOne(STREAM, 'a'),
      decide: (s) => lower(s, 1),
      claim: () => {
        claims += 1;
        return Promise.resolve('claimed');
      },
    });
    await expect(doomed).rejects.toMatchObject({ code: 'counter_too_low' });
    expect(claims).toBe(0);
  });

  it('that asks for it has the stream read and decided anew', async () => {
    const test = new LogUnderTest();
    await test.log.decideAndAppend(raiseByOne(STREAM, 'a'));
    await test.otherProcess().decideAndAppend(raiseByOne(STREAM, 'b'));
    const states: number[] = [];
    await test.log.decideAndAppend({
      ...raiseByOne(STREAM, 'c'),
      claim: (_facts, { value }) => {
        states.push(value);
        return Promise.resolve(states.length === 1 ? 'again' : 'claimed');
      },
    });
    expect(states).toEqual([1, 2]);
  });
});
