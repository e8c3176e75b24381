// What each error of the client says about an append. The errors are the client's own, as a server
// that stops, is away, is slow or refuses makes them.
import { Metadata, status } from '@grpc/grpc-js';
import {
  AccessDeniedError,
  CancelledError,
  convertToCommandError,
  DeadlineExceededError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { outcomeOfFailure } from '../../src/eventstore/esdb/failures.js';

function serviceError(code: number, details: string, trailers: Record<string, string> = {}) {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(`${code} ${details}`), { code, details, metadata });
}

const kindOf = (error: unknown) => outcomeOfFailure(error).kind;

describe('an append that failed', () => {
  it('is a conflict only when the store says that the stream is elsewhere', () => {
    const versions = { streamName: 'a-1', expected: 3n, current: 5n };
    expect(kindOf(new WrongExpectedVersionError(undefined, versions))).toBe('conflict');
  });

  it('was refused when the store has a typed reason that a repeat would not mend', () => {
    const refusals = [
      StreamDeletedError.fromStreamName('a-1'),
      new AccessDeniedError(),
      MaxAppendSizeExceededError.fromMaxAppendSize(1_048_576),
    ];
    expect(refusals.map(kindOf)).toEqual(['refused', 'refused', 'refused']);
  });

  it('is in doubt when the server is away, slow, stopping or no leader', () => {
    const leader = { 'leader-endpoint-host': 'b', 'leader-endpoint-port': '2113' };
    const doubts = [
      new UnavailableError(serviceError(status.UNAVAILABLE, 'gone')),
      new TimeoutError(serviceError(status.ABORTED, 'time-out')),
      new DeadlineExceededError(),
      new CancelledError(serviceError(status.CANCELLED, 'server stops')),
      new UnknownError(undefined, 'Server Is Not Ready'),
      new NotLeaderError(serviceError(status.NOT_FOUND, 'not leader', leader)),
    ];
    expect(doubts.map(kindOf)).toEqual(doubts.map(() => 'in_doubt'));
  });

  it('is in doubt when the connection ends as a stopping server ends it: code 13, or 14 without a type', () => {
    const reset = convertToCommandError(serviceError(status.INTERNAL, 'RST_STREAM with code 0'));
    const plain = serviceError(status.UNAVAILABLE, 'No connection established');
    expect([reset, plain].map(kindOf)).toEqual(['in_doubt', 'in_doubt']);
  });

  it('found no space when the embedded store says that it was taken back', () => {
    const full = new UnknownError(undefined, 'Could not recognize disk-full: nothing was written');
    expect(kindOf(full)).toBe('no_space');
  });

  it('is in doubt when nobody foresaw the error', () => {
    expect([new Error('odd'), 'text', undefined, { type: 7 }].map(kindOf)).toEqual([
      'in_doubt',
      'in_doubt',
      'in_doubt',
      'in_doubt',
    ]);
  });
});
