// The days of a move: it leaves one child on the day on which it comes to the other, so that no day in
// between shows the money twice.
import { EventRegistry } from '../../src/eventstore/index.js';
import {
  accountAsOf,
  accountTotals,
  BILLING_EVENTS,
  type AccountFact,
} from '../../src/modules/billing/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { day } from './school-desk.js';
import { schoolOver } from './school-tools.js';
import { UndoDesk } from './undo-desk.js';

const REGISTRY = new EventRegistry(BILLING_EVENTS);

/** 80.00 of 4 May, recorded on 11 May on the wrong child. */
async function start() {
  const school = schoolOver(new InMemoryEventStore());
  const desk = await new UndoDesk(school).setUp();
  const wrong = await desk.student('HS-1');
  const right = await desk.student('HS-2');
  const cash = { amountMinor: 8_000, method: 'cash', effectiveDate: day('2026-05-04') } as const;
  const { answer } = await desk.pay(wrong, cash);
  const factsOf = async (studentId: string) =>
    (await school.store.readStream(`studentAccount-${studentId}`)).map((event) =>
      REGISTRY.upcast<AccountFact>(event),
    );
  return { desk, school, wrong, right, paymentId: answer.payment.id, factsOf };
}

describe('the day of a move', () => {
  it('is one for both children: as of each day the money is on one of them', async () => {
    const { desk, wrong, right, paymentId, factsOf } = await start();
    await desk.move(wrong, paymentId, right);
    const creditAsOf = async (studentId: string, date: string) =>
      accountTotals(accountAsOf(await factsOf(studentId), day(date))).creditMinor;
    for (const date of ['2026-05-04', '2026-05-08', '2026-05-11']) {
      expect([date, await creditAsOf(wrong, date), await creditAsOf(right, date)]).toEqual([
        date,
        0n,
        8_000n,
      ]);
    }
  });

  it('is the next open one when that of the payment was closed meanwhile', async () => {
    const { desk, school, wrong, right, paymentId, factsOf } = await start();
    school.books = { closedThrough: day('2026-05-08') };
    const { answer } = await desk.move(wrong, paymentId, right);
    const reversed = (await factsOf(wrong)).find(({ type }) => type === 'PaymentReversed');
    expect(reversed?.data).toMatchObject({ effectiveDate: '2026-05-09' });
    expect(answer.payment.effectiveDate).toBe('2026-05-09');
  });
});
