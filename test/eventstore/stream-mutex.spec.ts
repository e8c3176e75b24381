// One command at a time on a stream, first come, first served.
import { StreamMutex } from '../../src/eventstore/stream-mutex.js';

const LONG = 60_000;

async function taken(mutex: StreamMutex, stream: string): Promise<() => void> {
  const release = await mutex.acquire(stream, LONG);
  if (release === undefined) throw new Error(`${stream} was not given`);
  return release;
}

describe('the mutex of a stream', () => {
  it('lets commands on different streams pass side by side', async () => {
    const mutex = new StreamMutex();
    await taken(mutex, 'a-1');
    expect(await mutex.acquire('a-2', LONG)).toBeInstanceOf(Function);
  });

  it('serves those that wait in the order in which they came', async () => {
    const mutex = new StreamMutex();
    const order: string[] = [];
    const first = await taken(mutex, 'a-1');
    const waiting = ['second', 'third', 'fourth'].map(async (name) => {
      const release = await taken(mutex, 'a-1');
      order.push(name);
      release();
    });
    order.push('first');
    first();
    await Promise.all(waiting);
    expect(order).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('gives up a wait that lasts too long, and goes on with the next', async () => {
    const mutex = new StreamMutex();
    const release = await taken(mutex, 'a-1');
    const impatient = mutex.acquire('a-1', 1);
    const patient = mutex.acquire('a-1', LONG);
    expect(await impatient).toBeUndefined();
    release();
    expect(await patient).toBeInstanceOf(Function);
  });

  it('is given back once: a second time changes nothing', async () => {
    const mutex = new StreamMutex();
    const first = await taken(mutex, 'a-1');
    first();
    await taken(mutex, 'a-1');
    first();
    expect(await mutex.acquire('a-1', 1)).toBeUndefined();
  });
});
