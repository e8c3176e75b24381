// Receipts as they are read: pinned, REVERSED with their payment, counted copies.
import { ReceiptQueries } from '../../src/projections/receipts/receipt.queries.js';
import { Books } from './books.js';
import { Bursar } from './corrections.js';
import { ProjectionDatabase } from './projector.js';

describe('a receipt', () => {
  let database: ProjectionDatabase;
  let receipts: ReceiptQueries;
  let books: Books;
  let bursar: Bursar;

  beforeAll(async () => {
    database = await ProjectionDatabase.create();
    receipts = new ReceiptQueries(database.readModels);
  });
  beforeEach(() => {
    books = new Books().openSchool();
    const moyo = books.register('Moyo');
    bursar = new Bursar(books, moyo).charge('TUITION', 8_000n, '05-05').pay('P1', 5_000n, '06-02');
    books.issueReceipt(moyo, bursar.id('P1'), 5_000n);
    database.startRunner(books.log, books);
  });
  afterEach(() => database.reset());
  afterAll(() => database.drop());

  const receipt = async () => {
    await database.untilIndex(books.log.events.length);
    return (await receipts.find('2026', 1)).receipt;
  };

  it('of a payment that counts is issued, and was not copied', async () => {
    const { status, copies, ...rest } = await receipt();

    expect({ status, copies }).toEqual({ status: 'issued', copies: 0 });
    expect(rest).not.toHaveProperty('reversal');
  });

  it('of a reversed payment keeps number and content, and says REVERSED, when and why', async () => {
    bursar.reverse('P1', '06-20');

    expect(await receipt()).toMatchObject({
      number: 1,
      status: 'reversed',
      reversedOn: '2026-06-20',
      reversal: { effectiveDate: '2026-06-20', reasonCode: 'payment_failed' },
      amountMinor: 5_000n,
      content: { student: 'Anert Moyo', lines: [{ feeCode: 'TUITION', amountMinor: 5_000n }] },
    });
  });

  it('counts its copies; the last one says DUPLICATE 2', async () => {
    const { receiptId } = await receipt();
    const stream = `receiptCopy-${receiptId}`;
    const copy = (at: string) => ({
      type: 'ReceiptReprinted',
      data: { receiptId, at, medium: 'paper' },
    });
    books.write(stream, copy('2026-06-03T08:00:00.000Z'));
    books.write(stream, copy('2026-06-04T08:00:00.000Z'));

    expect(await receipt()).toMatchObject({ number: 1, status: 'issued', copies: 2 });
  });
});
