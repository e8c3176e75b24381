// Events and reads in the short forms that the contract's tests share.
import { randomUUID } from 'node:crypto';
import { jsonEvent, type JSONEventData } from '@eventstore/db-client';

export const someId = (): string => randomUUID();

/** A small event whose data is `{ n }`. */
export function numbered(n: number, id = someId()): JSONEventData {
  return jsonEvent({ id, type: 'Numbered', data: { n } });
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The first `count` items of a subscription, which the caller then ends. Reads are read out. */
export async function take<T>(count: number, items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length === count) break;
  }
  return taken;
}

/** What a call that must fail failed with. */
export async function failureOf(call: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error('the call succeeded');
}
