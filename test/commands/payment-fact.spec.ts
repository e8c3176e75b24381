// What a payment says for ever: the day, the book and the reference that stand in its fact.
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk } from './school-desk.js';
import { schoolOver } from './school-tools.js';

const cash = { amountMinor: 8_000, method: 'cash' } as const;

async function openDesk() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const studentId = await desk.student('HS-0412');
  return { desk, studentId, account: `studentAccount-${studentId}` };
}

describe('the fact of a payment', () => {
  it('is numbered in the book of the day it was recorded, also when the year ends meanwhile', async () => {
    const { desk, studentId, account } = await openDesk();
    const { clock, store } = desk.school;
    const append = store.append.bind(store);
    store.append = (stream, ...rest) => {
      if (stream.startsWith('paymentReference-')) {
        clock.moveTo(new Date('2026-12-31T22:00:00.200Z'));
      }
      return append(stream, ...rest);
    };
    clock.moveTo(new Date('2026-12-31T21:59:59.900Z'));

    await desk.pay(studentId, { ...cash, method: 'bank_transfer', externalRef: 'BT-1' });

    const recorded = (await store.readStream(account)).at(-1);
    expect(recorded?.data).toMatchObject({ receiptBook: '2026', effectiveDate: '2026-12-31' });
    expect(recorded?.metadata.recordedAt).toBe('2026-12-31T21:59:59.900Z');
  });

  it('shows the last four characters of a reference, not half of one', async () => {
    const { desk, studentId, account } = await openDesk();
    await desk.pay(studentId, { ...cash, method: 'bank_transfer', externalRef: 'A\u{1F600}BCD' });
    const recorded = (await desk.school.store.readStream(account)).at(-1);
    expect(recorded?.data['reference']).toMatchObject({ last4: '\u{1F600}BCD' });
  });
});
