// One student's event that can't be applied costs that student's place in the read models, and nobody
// else's: the student is parked in the transaction of the batch, and the projector goes on.
import type { NewFact } from '../../src/kernel/fact.js';
import { Books, idOf } from './books.js';
import { ProjectionDatabase, until } from './projector.js';

const MOYO = idOf('Moyo');
const DUBE = idOf('Dube');

const PAYMENT = {
  paymentId: idOf('second'),
  amountMinor: '700',
  currency: 'USD',
  method: 'cash',
  effectiveDate: '2026-06-03',
  holdCredit: false,
};

const POISON = allocated({ chargeId: idOf('no charge'), paymentId: idOf('p') });

describe('a student with an event that can’t be applied', () => {
  let database: ProjectionDatabase;
  let books: Books;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
  });
  beforeEach(() => {
    books = new Books().openSchool();
    for (const name of ['Moyo', 'Dube']) {
      const student = books.register(name);
      books.charge(student, 'TUITION', 8_000n);
      books.pay(student, '1', 5_000n);
    }
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const applied = async () => {
    const runner = database.startRunner(books.log, books);
    await database.untilIndex(books.log.events.length);
    return runner;
  };
  const parked = async () => {
    const { rows } = await database.pool.query<object>(
      `select student_id as "studentId", stream, revision, log_index as index,
         reason_code as "reasonCode" from rm_1.parked order by log_index`,
    );
    return rows;
  };
  const paidMinor = async (studentId: string) => {
    const { rows } = await database.pool.query<{ paid: bigint }>(
      'select paid_minor as paid from rm_1.account where student_id = $1',
      [studentId],
    );
    return rows[0]?.paid;
  };

  it.each<[string, string, NewFact]>([
    [
      'that contradicts the ones before it',
      'not_applicable',
      allocated({ chargeId: idOf('no charge'), paymentId: idOf('p') }),
    ],
    [
      'that holds what no column takes',
      'value_refused',
      allocated({ chargeId: 'no uuid', paymentId: idOf('p') }),
    ],
    [
      'whose sealed text can’t be opened',
      'sealed_unreadable',
      { type: 'PaymentRecorded', data: { ...PAYMENT, sealed: `v1.${MOYO}.AAAA.AAAA` } },
    ],
    [
      'whose sealed text is no text of that kind',
      'sealed_unreadable',
      { type: 'PaymentRecorded', data: { ...PAYMENT, sealed: 'v9.what' } },
    ],
    [
      'of a shape that nobody knows',
      'not_applicable',
      { type: 'PaymentAllocated', data: { paymentId: idOf('p'), lines: 'none' } },
    ],
  ])('%s: %s is parked, and the projector goes on', async (_what, reasonCode, fact) => {
    const stream = `studentAccount-${MOYO}`;
    const { revision } = books.write(stream, fact);
    const index = books.log.events.length;
    books.pay(DUBE, '2', 1_000n);

    const runner = await applied();

    expect(await parked()).toEqual([
      { studentId: MOYO, stream, revision, index: BigInt(index), reasonCode },
    ]);
    expect(runner.state).toEqual({ kind: 'leading', schema: 'rm_1' });
    expect(await paidMinor(DUBE)).toBe(6_000n);
  });

  it('keeps the rows from before that event, and its later events are passed over', async () => {
    books.write(`studentAccount-${MOYO}`, POISON);
    books.write(`studentAccount-${MOYO}`, { type: 'PaymentRecorded', data: PAYMENT });
    await applied();
    books.write(`studentAccount-${MOYO}`, {
      type: 'PaymentRecorded',
      data: { ...PAYMENT, paymentId: idOf('third') },
    });
    books.pay(DUBE, '2', 1_000n);

    await database.untilIndex(books.log.events.length);

    expect(await paidMinor(MOYO)).toBe(5_000n);
    expect(await paidMinor(DUBE)).toBe(6_000n);
    expect(await parked()).toHaveLength(1);
  });

  it('stays parked over a restart of the projector', async () => {
    books.write(`studentAccount-${MOYO}`, POISON);
    await applied();
    await database.stopRunners();
    books.write(`studentAccount-${MOYO}`, { type: 'PaymentRecorded', data: PAYMENT });

    await applied();

    expect(await paidMinor(MOYO)).toBe(5_000n);
  });

  it('is found among many, with nine more, and nobody else is parked', async () => {
    const names = Array.from({ length: 100 }, (_, n) => `Pupil ${n}`);
    for (const name of names) {
      const student = books.register(name);
      books.charge(student, 'TUITION', 8_000n);
      books.pay(student, '1', 5_000n);
      if (name.endsWith('7')) books.write(`studentAccount-${student}`, POISON);
      books.write(`studentAccount-${student}`, { type: 'PaymentRecorded', data: PAYMENT });
    }

    await applied();

    const found = (await parked()) as { studentId: string }[];
    expect(new Set(found.map(({ studentId }) => studentId))).toEqual(
      new Set(names.filter((name) => name.endsWith('7')).map(idOf)),
    );
    const { rows } = await database.pool.query(
      'select count(*)::int as students, sum(paid_minor)::int as paid from rm_1.account',
    );
    expect(rows).toEqual([{ students: 102, paid: 102 * 5_000 + 90 * 700 }]);
  });

  it('is the one that a receipt names, when the receipt can’t be applied', async () => {
    const paymentId = books.pay(MOYO, '2', 1_000n);
    books.write('receiptBook-2026', {
      type: 'ReceiptIssued',
      data: { number: '7', paymentId, sourceStream: `studentAccount-${MOYO}` },
    });

    await applied();

    expect(await parked()).toMatchObject([{ studentId: MOYO, stream: 'receiptBook-2026' }]);
  });

  it('whose event was discarded is not parked: the event is left out', async () => {
    const { stream, revision } = books.write(`studentAccount-${MOYO}`, POISON);
    books.write('operations-main', {
      type: 'ParkedEventDiscarded',
      data: { stream, revision: `${revision}`, reasonCode: 'contradictory' },
    });
    books.write(`studentAccount-${MOYO}`, { type: 'PaymentRecorded', data: PAYMENT });

    await applied();

    expect(await parked()).toEqual([]);
    expect(await paidMinor(MOYO)).toBe(5_700n);
  });

  it('is parked by a rebuild as well, which verifies everybody else', async () => {
    books.write(`studentAccount-${MOYO}`, POISON);
    books.pay(DUBE, '2', 1_000n);

    await database.rebuilt(books);

    expect(await parked()).toMatchObject([{ studentId: MOYO, reasonCode: 'not_applicable' }]);
    expect(await paidMinor(DUBE)).toBe(6_000n);
  });

  it('does not hide a failure that is nobody’s: a table that is gone stops or fences the projector', async () => {
    const runner = await applied();
    await database.pool.query('alter table rm_1.account rename column paid_minor to lost');

    books.pay(DUBE, '2', 1_000n);

    await until('it stops', () => runner.state.kind === 'stopped');
    expect(await parked()).toEqual([]);
  });
});

function allocated({ chargeId, paymentId }: { chargeId: string; paymentId: string }): NewFact {
  const lines = [{ allocationId: '2', chargeId, amountMinor: '1', effectiveDate: '2026-06-02' }];
  const data = { paymentId, lines, currency: 'USD', rule: 'explicit' };
  return { type: 'PaymentAllocated', data };
}
