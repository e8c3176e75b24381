// Which events a command wrote, for one whose answer was never received.
import { commandIdOf } from '../../src/kernel/ids.js';
import { CommandQueries } from '../../src/projections/command/command.queries.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase } from './projector.js';

const CASHIER = 'user:0198a3c2-6d1e-7c40-9a57-2f6f1d0b7e11';
const COMMAND = commandIdOf(CASHIER, 'desk-1-0042');
const BY_REQUEST = { commandId: COMMAND, requestHash: 'a'.repeat(64) };
const ACCOUNT = `studentAccount-${idOf('Moyo')}`;

describe('the commands that were accepted', () => {
  let database: ProjectionDatabase;
  let commands: CommandQueries;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    commands = new CommandQueries(database.readModels);
  });
  beforeEach(() => {
    books = new Books().openSchool();
    books.register('Moyo');
    books.charge(idOf('Moyo'), 'TUITION', 8_000n);
    database.startRunner(books.log, books);
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const known = async () => {
    await database.untilIndex(books.log.events.length);
    return commands.streamOfCommand(COMMAND);
  };

  it('are found by the id of principal and key: their stream and their run of revisions', async () => {
    recorded(ACCOUNT, 'P1');
    allocated(ACCOUNT, 'P1');

    expect(await known()).toEqual({
      stream: ACCOUNT,
      firstRevision: 2,
      lastRevision: 3,
      position: 9,
    });
  });

  it('of somebody else with the same key are others', async () => {
    recorded(ACCOUNT, 'P1');
    await known();

    expect(await commands.streamOfCommand(commandIdOf('user:other', 'desk-1-0042'))).toBe(
      undefined,
    );
  });

  it('are not those of system work, which no request made', async () => {
    const money = { amountMinor: '500', currency: 'USD', effectiveDate: '2026-06-02' };
    const adjustment = { adjustmentId: idOf('W'), chargeId: idOf(`${idOf('Moyo')} TUITION`) };
    const data = { ...adjustment, kind: 'waiver', ...money, reasonCode: 'other' };
    books.write(ACCOUNT, { type: 'AdjustmentApplied', data }, { commandId: COMMAND });

    expect(await known()).toBe(undefined);
  });

  it('a claimed reference alone is no accepted payment', async () => {
    const data = { paymentId: idOf('P1'), accountStream: ACCOUNT, digest: 'b'.repeat(64) };
    books.write('paymentReference-1', { type: 'ReferenceClaimed', data }, BY_REQUEST);

    expect(await known()).toBe(undefined);
  });

  it('one key on two accounts is two commands, each where it was used', async () => {
    const dube = books.register('Dube');
    books.charge(dube, 'TUITION', 8_000n);
    recorded(ACCOUNT, 'P1');
    recorded(`studentAccount-${dube}`, 'P2');
    await known();

    const { places, position } = await commands.streamsOfCommand(COMMAND);

    expect(places.map(({ stream, lastRevision }) => [stream, lastRevision])).toEqual([
      [ACCOUNT, 2],
      [`studentAccount-${dube}`, 2],
    ]);
    expect(position).toBe(12);
  });

  function recorded(stream: string, name: string): void {
    const money = { amountMinor: '5000', currency: 'USD', method: 'cash', holdCredit: false };
    const data = { paymentId: idOf(name), ...money, effectiveDate: '2026-06-02' };
    books.write(stream, { type: 'PaymentRecorded', data }, BY_REQUEST);
  }

  function allocated(stream: string, name: string): void {
    const chargeId = idOf(`${idOf('Moyo')} TUITION`);
    const line = { allocationId: '1', chargeId, amountMinor: '5000', effectiveDate: '2026-06-02' };
    const data = { paymentId: idOf(name), lines: [line], currency: 'USD', rule: 'oldest_due' };
    books.write(stream, { type: 'PaymentAllocated', data }, BY_REQUEST);
  }
});
