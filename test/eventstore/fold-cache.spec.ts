// The memory of folds: bounded, by stream and fold, newest wins.
import { FoldCache } from '../../src/eventstore/fold-cache.js';
import { emptyStream, type FoldedStream } from '../../src/eventstore/folded-stream.js';
import { counterFold, type Counter } from './counter.js';

function foldedTo(revision: number, bytes = 0): FoldedStream<Counter> {
  return { ...emptyStream(counterFold.initialState), revision, bytes };
}

describe('the fold cache', () => {
  it('keeps the newer fold when a slow reader comes back with an older one', () => {
    const cache = new FoldCache(1_000_000);
    cache.set('counter-1', counterFold, foldedTo(7));
    cache.set('counter-1', counterFold, foldedTo(5));
    expect(cache.get('counter-1', counterFold)?.revision).toBe(7);
  });

  it('does not give one module the state that another folded from the same stream', () => {
    const cache = new FoldCache(1_000_000);
    cache.set('counter-1', counterFold, foldedTo(7));
    expect(cache.get('counter-1', { ...counterFold })).toBeUndefined();
  });

  it('drops the stream that was not used for longest when its bytes are over', () => {
    const cache = new FoldCache(10_000);
    cache.set('counter-1', counterFold, foldedTo(1, 4000));
    cache.set('counter-2', counterFold, foldedTo(1, 3000));
    cache.get('counter-1', counterFold);
    cache.set('counter-3', counterFold, foldedTo(1, 3000));
    const kept = ['counter-1', 'counter-2', 'counter-3'].filter(
      (stream) => cache.get(stream, counterFold) !== undefined,
    );
    expect(kept).toEqual(['counter-1', 'counter-3']);
  });

  it('is half full when what is put in ahead of use would push out what is in use', () => {
    const cache = new FoldCache(10_000);
    cache.set('counter-1', counterFold, foldedTo(1, 3_000));
    expect(cache.isHalfFull).toBe(false);
    cache.set('counter-2', counterFold, foldedTo(1));
    expect(cache.isHalfFull).toBe(true);
  });

  it('forgets on demand', () => {
    const cache = new FoldCache(10_000);
    cache.set('counter-1', counterFold, foldedTo(1));
    cache.forget('counter-1');
    expect(cache.get('counter-1', counterFold)).toBeUndefined();
  });
});
