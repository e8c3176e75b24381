// Rules 6 and 8: a whole run can be cancelled; it charges nobody else, and what it charged is undone,
// also after a crash. The same fees can then be charged again.
import {
  CancelChargeRun,
  CancelChargeRunHandler,
} from '../../src/modules/billing/commands/cancel-charge-run.js';
import { accountTotals } from '../../src/modules/billing/domain/account-figures.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import { lastOf, openDesk, previewOf, run, TUITION } from './charge-run-scenario.js';
import { Desk } from './school-desk.js';
import { refusal } from './school-tools.js';

const REASON = { reason: 'The fees were wrong', reasonCode: 'wrong_charge' } as const;

function cancel(desk: Desk, chargeRunId: string, key?: string) {
  const { log, register, undoer, school } = desk;
  const handler = new CancelChargeRunHandler(log, register, undoer, school.keys);
  return handler.execute(new CancelChargeRun(chargeRunId, REASON, desk.by(key, REASON)));
}

async function totalsOf(desk: Desk, studentId: string) {
  const { state } = await desk.log.load(`studentAccount-${studentId}`, accountFold);
  return accountTotals(state);
}

/** Lets the clock pass what can still be under way, and the sweeper say the end. */
async function undone(desk: Desk, chargeRunId: string): Promise<void> {
  const { clock } = desk.school;
  clock.moveTo(new Date(clock.now().getTime() + 16_000));
  for (;;) {
    await desk.runSweeper.sweep();
    if ((await desk.typesOf(`chargeRun-${chargeRunId}`)).includes('ChargeRunUndone')) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a charge run that is cancelled', () => {
  it('is undone student by student, and says so when nothing can come any more', async () => {
    const { desk, termId, students } = await openDesk();
    const { answer } = await run(desk, termId);
    await desk.pay(students[0] ?? '', { amountMinor: 5_000, method: 'cash' });

    const cancelled = await cancel(desk, answer.id);

    expect(cancelled.answer).toEqual({
      id: answer.id,
      status: 'cancelled',
      total: 3,
      done: 3,
      failed: 0,
    });
    await undone(desk, answer.id);
    expect(await lastOf(desk, `chargeRun-${answer.id}`)).toEqual({ cancelled: '3', failed: '0' });
    expect(await totalsOf(desk, students[0] ?? '')).toMatchObject({
      chargedMinor: 45_000n,
      cancelledMinor: 45_000n,
      outstandingMinor: 0n,
      creditMinor: 5_000n,
    });
    expect(await totalsOf(desk, students[1] ?? '')).toMatchObject({
      chargedMinor: 46_000n,
      cancelledMinor: 46_000n,
      netMinor: 0n,
    });
  });

  it('leaves fees that can be charged again, and the credit meets them', async () => {
    const { desk, termId, students } = await openDesk();
    const { answer } = await run(desk, termId);
    await desk.pay(students[0] ?? '', { amountMinor: 5_000, method: 'cash' });
    await cancel(desk, answer.id);
    await undone(desk, answer.id);

    await run(desk, termId, 'again');

    expect(await totalsOf(desk, students[0] ?? '')).toMatchObject({
      chargedMinor: 90_000n,
      cancelledMinor: 45_000n,
      outstandingMinor: 40_000n,
      creditMinor: 0n,
    });
  });

  it('while it runs charges nobody else', async () => {
    const { desk, termId, students } = await openDesk();
    const { store } = desk.school;
    const append = store.append.bind(store);
    const held: (() => void)[] = [];
    store.append = async (stream, ...rest) => {
      if (stream.startsWith('studentAccount-') && held.length === 0) {
        await new Promise<void>((resolve) => held.push(resolve));
      }
      return append(stream, ...rest);
    };
    const { digest } = await previewOf(desk, termId);
    const { answer } = await desk.commit(termId, { digest });
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));

    await cancel(desk, answer.id);
    held[0]?.();
    await undone(desk, answer.id);

    expect(await desk.typesOf(`chargeRun-${answer.id}`)).not.toContain('ChargeRunCompleted');
    for (const studentId of students) {
      expect(await totalsOf(desk, studentId)).toMatchObject({ outstandingMinor: 0n });
    }
  });

  it('charges nobody behind its undoing, however long a student was on the way', async () => {
    const { desk, termId, students } = await openDesk();
    const { store } = desk.school;
    const read = store.readStream.bind(store);
    const held: (() => void)[] = [];
    store.readStream = async (stream, ...rest) => {
      if (stream === `student-${students[1]}` && held.length === 0) {
        await new Promise<void>((resolve) => held.push(resolve));
      }
      return read(stream, ...rest);
    };
    const { digest } = await previewOf(desk, termId);
    const { answer } = await desk.commit(termId, { digest });
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await cancel(desk, answer.id);
    await undone(new Desk(desk.school), answer.id);

    held[0]?.();
    for (let turn = 0; turn < 200; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(await totalsOf(desk, students[1] ?? '')).toMatchObject({ outstandingMinor: 0n });
  });

  it('undoes more charges and payments of one account than one append holds', async () => {
    const { desk, termId } = await openDesk();
    const fees = Array.from({ length: 200 }, (_, n) => ({ ...TUITION, feeCode: `F${n}` }));
    await desk.fees(
      termId,
      fees.map((fee) => ({ ...fee, amountMinor: 100n, class: '1A' })),
    );
    const studentId = await desk.student('HS-9', '1A');
    const { answer } = await run(desk, termId);
    const { state } = await desk.log.load(`studentAccount-${studentId}`, accountFold);
    const allocations = [...state.charges.keys()].map((chargeId) => ({
      chargeId,
      amountMinor: 30,
    }));
    for (const key of ['first', 'second', 'third']) {
      await desk.pay(studentId, { amountMinor: 6_000, method: 'cash', allocations }, key);
    }

    await cancel(desk, answer.id);
    await undone(desk, answer.id);

    expect(await lastOf(desk, `chargeRun-${answer.id}`)).toMatchObject({ failed: '0' });
    expect(await totalsOf(desk, studentId)).toMatchObject({
      cancelledMinor: 20_000n,
      outstandingMinor: 0n,
      creditMinor: 18_000n,
    });
  });

  it('after a crash right behind the promise is undone by the sweeper of another process', async () => {
    const { desk, termId, students } = await openDesk();
    const { answer } = await run(desk, termId);
    const { store } = desk.school;
    const append = store.append.bind(store);
    store.append = (stream, ...rest) =>
      stream.startsWith('studentAccount-')
        ? Promise.resolve({ kind: 'in_doubt', cause: new Error('killed') })
        : append(stream, ...rest);
    await cancel(desk, answer.id);
    while (!desk.logged.some((line) => line.includes('undone half way'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    store.append = append;

    await undone(new Desk(desk.school), answer.id);

    expect(await lastOf(desk, `chargeRun-${answer.id}`)).toEqual({ cancelled: '3', failed: '0' });
    expect(await totalsOf(desk, students[2] ?? '')).toMatchObject({ netMinor: 0n });
  });

  it('answers the same key with the same bytes, and another key with already_cancelled', async () => {
    const { desk, termId } = await openDesk();
    const { answer } = await run(desk, termId);
    const first = await cancel(desk, answer.id, 'key-1');
    const again = await cancel(desk, answer.id, 'key-1');
    expect(again).toMatchObject({ answer: first.answer, replayed: true });
    expect((await refusal(cancel(desk, answer.id, 'key-2'))).code).toBe('already_cancelled');
  });

  it('that never was is not found', async () => {
    const { desk } = await openDesk();
    const unknown = cancel(desk, '00000000-0000-4000-8000-00000000dead');
    expect((await refusal(unknown)).code).toBe('charge_run_not_found');
  });

  it('keeps the words of its reason under the key of the school', async () => {
    const { desk, termId } = await openDesk();
    const { answer } = await run(desk, termId);
    await cancel(desk, answer.id);
    const events = await desk.school.store.readStream(`chargeRun-${answer.id}`);
    const event = events.find(({ type }) => type === 'ChargeRunCancelled');
    const { schoolId } = await desk.register.school();
    expect(event?.data).toMatchObject({ reasonCode: 'wrong_charge', effectiveDate: '2026-05-11' });
    expect(JSON.stringify(event?.data)).toContain(`"v1.${schoolId}.`);
  });
});
