// A transfer of 80.00 that was recorded on the wrong child, and the right child.
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { day } from './school-desk.js';
import { schoolOver } from './school-tools.js';
import { UndoDesk } from './undo-desk.js';

export const transfer = {
  amountMinor: 8_000,
  method: 'bank_transfer',
  effectiveDate: day('2026-05-04'),
  externalRef: 'BT-7704',
  provider: 'cbz',
  payer: 'T. Moyo',
  note: 'For May',
} as const;

export async function start() {
  const school = schoolOver(new InMemoryEventStore());
  const desk = await new UndoDesk(school).setUp();
  const wrong = await desk.student('HS-1');
  const right = await desk.student('HS-2');
  const { answer } = await desk.pay(wrong, transfer);
  const accountEvents = (studentId: string) =>
    school.store.readStream(`studentAccount-${studentId}`);
  return { school, desk, wrong, right, paymentId: answer.payment.id, accountEvents };
}
