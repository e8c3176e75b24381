// A small stream to write to: a counter that never goes below zero. Its facts are as simple as facts
// can be, so that the tests of the loop are about the loop.
import { AppError } from '../../src/kernel/app-error.js';
import { assert } from '../../src/kernel/assert.js';
import type { Fact, NewFact } from '../../src/kernel/fact.js';
import { commandIdOf, randomId } from '../../src/kernel/ids.js';
import type {
  CheckedFold,
  CommandContext,
  DecideAndAppend,
  EventDefinition,
} from '../../src/eventstore/index.js';

export type Counted =
  Fact<'CounterRaised', { by: string; note?: string }> | Fact<'CounterLowered', { by: string }>;

export const COUNTER_EVENTS: readonly EventDefinition[] = [
  { type: 'CounterRaised', version: 1 },
  { type: 'CounterLowered', version: 1 },
];

export interface Counter {
  readonly value: number;
  readonly changes: number;
}

export const counterFold: CheckedFold<Counter, Counted> = {
  initialState: { value: 0, changes: 0 },
  evolve: ({ value, changes }, fact) => {
    const by = Number(fact.data.by);
    return {
      value: fact.type === 'CounterRaised' ? value + by : value - by,
      changes: changes + 1,
    };
  },
  assertInvariants: ({ value }) => assert(value >= 0, 'a counter is never below zero'),
};

export function raise(by: number): NewFact<Counted>[] {
  return [{ type: 'CounterRaised', data: { by: `${by}` } }];
}

/** Refused with `counter_too_low` when there is not so much. */
export function lower(counter: Counter, by: number): NewFact<Counted>[] {
  if (counter.value < by) {
    throw new AppError('rule_violated', 'too low', { code: 'counter_too_low' });
  }
  return [{ type: 'CounterLowered', data: { by: `${by}` } }];
}

export const SCHOOL_ID = '01890000-0000-7000-8000-000000000001';
export const CASHIER = 'user:01890000-0000-7000-8000-0000000000aa';

/** The context of a cashier's request with this key. */
export function contextOf(key: string, requestHash = 'ab'.repeat(32)): CommandContext {
  const commandId = commandIdOf(CASHIER, key);
  return {
    commandId,
    requestHash,
    principal: CASHIER,
    actorRole: 'cashier',
    correlationId: commandId,
    requestId: `request-${key}`,
  };
}

export function freshStream(): string {
  return `counter-${randomId(new Date())}`;
}

/** A command that raises the counter by one. */
export function raiseByOne(stream: string, key: string): DecideAndAppend<Counter, Counted> {
  return {
    stream,
    fold: counterFold,
    context: contextOf(key),
    decide: () => raise(1),
  };
}
