import { createHash } from 'node:crypto';
import { unseal } from '../../src/eventstore/index.js';
import { present } from '../../src/kernel/assert.js';
import { canonicalJson } from '../../src/kernel/canonical-json.js';
import { commandIdOf } from '../../src/kernel/ids.js';
import type { ReceiptContent } from '../../src/modules/billing/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk, day } from './school-desk.js';
import { schoolOver } from './school-tools.js';

const transfer = {
  amountMinor: 8_000,
  method: 'bank_transfer',
  externalRef: 'BT-7704',
  payer: 'Grace Moyo',
} as const;

const cash = { amountMinor: 100, method: 'cash' } as const;

async function openDesk() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const termId = await desk.term();
  const studentId = await desk.student('HS-0412');
  const { answer } = await desk.charge(studentId, {
    feeCode: 'TUITION',
    description: 'Tuition',
    amountMinor: 5_000,
    dueOn: day('2026-05-31'),
    termId,
  });
  return { desk, studentId, chargeId: answer.charge.id };
}

/** The power is out while receipts should be written; payments stand. */
async function payWithoutReceipt(desk: Desk, studentId: string): Promise<void> {
  const { store } = desk.school;
  const append = store.append.bind(store);
  store.append = (stream, ...rest) =>
    stream.startsWith('receiptBook')
      ? Promise.resolve({ kind: 'refused', cause: new Error('no power') })
      : append(stream, ...rest);
  await desk.pay(studentId, { amountMinor: 100, method: 'cash' });
  store.append = append;
}

describe('a receipt', () => {
  it('pins what is printed as of its payment, sealed, with a digest in clear', async () => {
    const { desk, studentId } = await openDesk();
    const { answer } = await desk.pay(studentId, transfer);

    const [receipt] = await desk.school.store.readStream('receiptBook-2026');
    const [, , payment] = await desk.school.store.readStream(`studentAccount-${studentId}`);
    const { content } = (await unseal(
      present(receipt, 'receipt'),
      desk.school.keys,
    )) as unknown as {
      content: ReceiptContent;
    };

    expect(content).toEqual({
      school: 'Hillside School',
      student: 'Tariro Moyo',
      admissionNo: 'HS-0412',
      class: '7A',
      payer: 'Grace Moyo',
      effectiveDate: '2026-05-11',
      reference: 'BT-7704',
      lines: [
        {
          feeCode: 'TUITION',
          description: 'Tuition',
          term: 'Second Term (2026)',
          amountMinor: '5000',
        },
      ],
      creditMinor: '3000',
      balanceAfterMinor: '-3000',
      cashier: 'R. Dube',
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(receipt?.data).toMatchObject({
      number: '1',
      paymentId: answer.payment.id,
      sourceStream: `studentAccount-${studentId}`,
      sourceRevision: '2',
      sourceHash: payment?.metadata.hash,
      issuedOn: '2026-05-11',
      amountMinor: '8000',
      currency: 'USD',
      method: 'bank_transfer',
      templateVersion: '1',
      contentDigest: createHash('sha256').update(canonicalJson(content)).digest('hex'),
    });
    expect(receipt?.metadata).toMatchObject({
      principal: 'system:receipts',
      $causationId: payment?.id,
      $correlationId: payment?.metadata.$correlationId,
    });
  });

  it('goes back to its own payment and request, also when one append numbers several', async () => {
    const { desk, studentId } = await openDesk();
    const another = await desk.student('HS-0413');
    await Promise.all([desk.pay(studentId, transfer), desk.pay(another, cash)]);

    const { store } = desk.school;
    const receipts = await store.readStream('receiptBook-2026');
    expect(receipts).toHaveLength(2);
    for (const { data, metadata } of receipts) {
      const account = await store.readStream(data['sourceStream'] as string);
      const payment = account[Number(data['sourceRevision'])];
      expect(payment?.data['paymentId']).toBe(data['paymentId']);
      expect(metadata.$causationId).toBe(payment?.id);
      expect(metadata.$correlationId).toBe(payment?.metadata.$correlationId);
      expect(metadata.commandId).toBe(commandIdOf('receiptBook-2026', data['paymentId'] as string));
    }
  });

  it('is waited for by who reads after a replay, as after the first answer', async () => {
    const { desk, studentId } = await openDesk();
    const first = await desk.pay(studentId, cash, 'key-1');
    await desk.pay(studentId, cash, 'key-2');

    const again = await desk.pay(studentId, cash, 'key-1');

    const [receipt] = await desk.school.store.readStream('receiptBook-2026');
    expect(first.position).toEqual(receipt?.position);
    expect(again).toMatchObject({ replayed: true, position: receipt?.position });
  });

  it('follows by itself when its number could not be given at once', async () => {
    const { desk, studentId } = await openDesk();
    await payWithoutReceipt(desk, studentId);
    const { clock, store } = desk.school;
    const restarted = new Desk(desk.school);

    await restarted.receiptSweeper.sweep();
    expect(await store.readStream('receiptBook-2026')).toHaveLength(0);
    clock.moveTo(new Date(clock.now().getTime() + 5_000));
    await restarted.receiptSweeper.sweep();

    const [receipt] = await store.readStream('receiptBook-2026');
    expect(receipt?.data).toMatchObject({ number: '1', amountMinor: '100' });
    await restarted.receiptSweeper.sweep();
    expect(await store.readStream('receiptBook-2026')).toHaveLength(1);
  });

  it('is as of its payment also when it follows late', async () => {
    const { desk, studentId } = await openDesk();
    await payWithoutReceipt(desk, studentId);
    await desk.pay(studentId, transfer);
    const { clock, store, keys } = desk.school;
    clock.moveTo(new Date(clock.now().getTime() + 60_000));

    await desk.receiptSweeper.sweep();

    const [, late] = await store.readStream('receiptBook-2026');
    const secret = await unseal(present(late, 'receipt'), keys);
    expect(secret).toMatchObject({ content: { balanceAfterMinor: '4900', creditMinor: '0' } });
  });
});
