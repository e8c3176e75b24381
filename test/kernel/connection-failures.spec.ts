// Which errors say that Postgres is away for a moment. One that is missed here counts as a bug that
// comes again on every try: the projector stops for good, a charge run writes a student off.
import { isConnectionFailure } from '../../src/database/index.js';

const withCode = (code: string) => Object.assign(new Error('no message'), { code });

describe('a connection failure', () => {
  it('is told by its code: of the server or of the network', () => {
    const codes = ['57P01', '57P02', '57P03', '08006', '53300', 'ECONNREFUSED', 'ECONNRESET'];
    expect(codes.map((code) => isConnectionFailure(withCode(code)))).toEqual(codes.map(() => true));
  });

  it('is told by the client’s words where it gives no code', () => {
    const messages = [
      'Connection terminated unexpectedly',
      'timeout exceeded when trying to connect',
      'Client has encountered a connection error and is not queryable',
      'Client was closed and is not queryable',
    ];
    const told = messages.map((message) => isConnectionFailure(new Error(message)));
    expect(told).toEqual(messages.map(() => true));
  });

  it('is no refusal of a statement, and nothing that is no error', () => {
    expect([withCode('23505'), withCode('42P01'), 'ECONNRESET'].map(isConnectionFailure)).toEqual([
      false,
      false,
      false,
    ]);
  });
});
