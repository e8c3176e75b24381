// Rule 1, what the other suites leave out: an answer in doubt and the same key after it, a key on
// another command of the same account, two processes, and a key that outlives all that follows.
import type { AppendOutcome, EventStore } from '../../../src/eventstore/index.js';
import { commandIdOf } from '../../../src/kernel/ids.js';
import { day } from '../../commands/school-desk.js';
import { refusal } from '../../commands/school-tools.js';
import { UndoDesk } from '../../commands/undo-desk.js';
import { rulesDesk } from './rules-desk.js';

const cash = { amountMinor: 8_000, method: 'cash' } as const;
const IN_DOUBT: AppendOutcome = { kind: 'in_doubt', cause: new Error('no answer') };

/** Appends to accounts stay in doubt until the power is back; what was written is not readable before. */
function cutPower(store: EventStore, written: boolean): () => void {
  const append = store.append.bind(store);
  const late: (() => Promise<unknown>)[] = [];
  store.append = (stream, ...rest) => {
    if (!stream.startsWith('studentAccount-')) return append(stream, ...rest);
    late[0] ??= () => append(stream, ...rest);
    return Promise.resolve(IN_DOUBT);
  };
  return () => {
    store.append = append;
    if (written) void late[0]?.();
  };
}

describe('an answer in doubt', () => {
  const unknown = { kind: 'unavailable', code: 'outcome_unknown', extra: { effect: 'unknown' } };

  it('is outcome_unknown; when it was written after all, the same key replays it', async () => {
    const { desk, studentId, account } = await rulesDesk();
    const restore = cutPower(desk.school.store, true);
    expect(await refusal(desk.pay(studentId, cash, 'key-1'))).toMatchObject(unknown);
    restore();
    const settled = await desk.pay(studentId, cash, 'key-1');
    expect(settled).toMatchObject({ replayed: true, answer: { payment: { receiptNo: 1 } } });
    expect(await desk.typesOf(account)).toEqual(['AccountOpened', 'PaymentRecorded']);
  });

  it('is outcome_unknown; when it was never written, the same key records it, once', async () => {
    const { desk, studentId, account } = await rulesDesk();
    const restore = cutPower(desk.school.store, false);
    expect(await refusal(desk.pay(studentId, cash, 'key-1'))).toMatchObject(unknown);
    restore();
    expect((await desk.pay(studentId, cash, 'key-1')).replayed).toBe(false);
    expect((await desk.pay(studentId, cash, 'key-1')).replayed).toBe(true);
    expect(await desk.typesOf(account)).toEqual(['AccountOpened', 'PaymentRecorded']);
  });
});

describe('a key', () => {
  it('that recorded a payment is refused for any other command on that account', async () => {
    const { desk, studentId, account } = await rulesDesk();
    const termId = await desk.term();
    const { answer } = await desk.pay(studentId, cash, 'key-1');
    const facts = await desk.typesOf(account);
    const charge = { feeCode: 'TRIP', description: 'Trip', amountMinor: 1, termId };
    const reused = { kind: 'rule_violated', code: 'idempotency_key_reused' };
    const charged = desk.charge(studentId, { ...charge, dueOn: day('2026-05-31') }, 'key-1');
    expect(await refusal(charged)).toMatchObject(reused);
    const reversed = desk.reverse(studentId, answer.payment.id, 'key-1');
    expect(await refusal(reversed)).toMatchObject(reused);
    const refunded = desk.refund(studentId, answer.payment.id, {}, 'key-1');
    expect(await refusal(refunded)).toMatchObject(reused);
    expect(await desk.typesOf(account)).toEqual(facts);
  });

  it('sent 25 times to each of two processes writes one payment with one answer', async () => {
    const { desk, studentId, account } = await rulesDesk();
    const second = new UndoDesk(desk.school);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? desk : second).pay(studentId, cash, 'k')),
    );
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await desk.typesOf(account)).toEqual(['AccountOpened', 'PaymentRecorded']);
  });

  it('answers as on the first day after the payment was refunded, used and reversed', async () => {
    const { desk, studentId, at } = await rulesDesk();
    const first = await desk.pay(studentId, cash, 'key-1');
    const { id } = first.answer.payment;
    const refund = await desk.refund(studentId, id, { amountMinor: 500 }, 'key-2');
    await desk.reverse(studentId, id, 'key-3');
    at('2027-05-11T08:00:00.000Z');
    const later = new UndoDesk(desk.school);

    const again = await later.pay(studentId, cash, 'key-1');

    expect(JSON.stringify(again.answer)).toBe(JSON.stringify(first.answer));
    expect(again.answer.balance).toMatchObject({ creditMinor: 8_000, netMinor: -8_000 });
    const refunded = await later.refund(studentId, id, { amountMinor: 500 }, 'key-2');
    expect(JSON.stringify(refunded.answer)).toBe(JSON.stringify(refund.answer));
  });

  it('stands in the account’s own events, and a refused command in none', async () => {
    const { desk, studentId, account } = await rulesDesk();
    await desk.pay(studentId, cash, 'key-1');
    await refusal(desk.pay(studentId, { ...cash, effectiveDate: day('2026-05-12') }, 'key-2'));
    const events = await desk.school.store.readStream(account);
    const { commandId } = desk.by('key-1').context;
    expect(events.map(({ metadata }) => metadata.commandId)).toEqual([commandId, commandId]);
    const other = commandIdOf('user:01890000-0000-7000-8000-0000000000bb', 'key-1');
    expect(other).not.toBe(commandId);
  });
});

describe('one bank reference from many hands at once', () => {
  it('of 20 payments by two processes one is recorded, 19 are told which', async () => {
    const { desk, studentId } = await rulesDesk();
    const other = await desk.student('HS-0413');
    const second = new UndoDesk(desk.school);
    const transfer = { ...cash, method: 'bank_transfer', externalRef: 'BT 7704' } as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? desk : second).pay(n % 4 < 2 ? studentId : other, transfer, `key-${n}`),
      ),
    );
    const [recorded] = outcomes.filter(({ status }) => status === 'fulfilled');
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }: { reason: { code?: string } }) => reason.code)).toEqual(
      Array(19).fill('duplicate_reference'),
    );
    expect(recorded).toMatchObject({ value: { answer: { payment: { amountMinor: 8_000 } } } });
    expect((await desk.netOf(studentId)) + (await desk.netOf(other))).toBe(-8_000n);
  });
});
