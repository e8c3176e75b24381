// Rule 1 across accounts: a key is remembered by the account that it was used on. Used on another
// student's account it is another command, and nothing that it makes may be taken for the first's.
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk, day } from './school-desk.js';
import { refusal, schoolOver } from './school-tools.js';

async function twoStudents() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const termId = await desk.term();
  const trip = {
    feeCode: 'TRIP',
    description: 'Trip',
    amountMinor: 3_000,
    dueOn: day('2026-06-30'),
    termId,
  };
  const [tariro, rudo] = [await desk.student('HS-0412'), await desk.student('HS-0413')];
  return { desk, tariro, rudo, trip };
}

describe('one key on the accounts of two students', () => {
  it('makes two payments, each with a receipt of its own', async () => {
    const { desk, tariro, rudo } = await twoStudents();
    const cash = { amountMinor: 8_000, method: 'cash' } as const;

    const first = (await desk.pay(tariro, cash, 'key-1')).answer.payment;
    const second = (await desk.pay(rudo, cash, 'key-1')).answer.payment;

    expect(second.id).not.toBe(first.id);
    expect([first.receiptNo, second.receiptNo]).toEqual([1, 2]);
    const again = await desk.pay(tariro, cash, 'key-1');
    expect(again).toMatchObject({ replayed: true, answer: { payment: first } });
  });

  it('does not lend its bank reference to the other student', async () => {
    const { desk, tariro, rudo } = await twoStudents();
    const transfer = {
      amountMinor: 8_000,
      method: 'bank_transfer',
      externalRef: 'BT-7704',
    } as const;
    await desk.pay(tariro, transfer, 'key-1');
    expect(await refusal(desk.pay(rudo, transfer, 'key-1'))).toMatchObject({
      code: 'duplicate_reference',
      extra: { studentId: tariro },
    });
  });

  it('makes two charges', async () => {
    const { desk, tariro, rudo, trip } = await twoStudents();
    const first = (await desk.charge(tariro, trip, 'key-1')).answer.charge;
    const second = (await desk.charge(rudo, trip, 'key-1')).answer.charge;
    expect(second.id).not.toBe(first.id);
  });
});
