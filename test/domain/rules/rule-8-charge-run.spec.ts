// Rule 8, what the other suites leave out: each input that makes a preview stale, what does not, parts
// that add up over all students, and one fee twice at once by two processes.
import { PreviewChargeRun } from '../../../src/modules/billing/commands/preview-charge-run.js';
import type { FeeLine } from '../../../src/modules/billing/domain/fee-schedule.js';
import { day } from '../../commands/school-desk.js';
import { refusal } from '../../commands/school-tools.js';
import { UndoDesk } from '../../commands/undo-desk.js';
import { rulesDesk } from './rules-desk.js';

const THREE = [day('2026-05-31'), day('2026-06-30'), day('2026-07-31')];
const TUITION: FeeLine = {
  feeCode: 'TUITION',
  description: 'Tuition',
  amountMinor: 1_000n,
  dueOn: THREE,
  priority: 100,
};

/** A term with 10.00 in three parts and three students, previewed. */
async function previewed() {
  const { desk, studentId } = await rulesDesk();
  const termId = await desk.term();
  await desk.fees(termId, [TUITION]);
  const students = [studentId, await desk.student('HS-2'), await desk.student('HS-3', '7B')];
  const preview = () => desk.preview.execute(new PreviewChargeRun(termId, { limit: 50 }));
  const { digest } = await preview();
  const finish = async (of: UndoDesk = desk) => {
    const { answer } = await of.commit(termId, { digest: (await preview()).digest });
    await ended(of, answer.id);
    return answer;
  };
  const commit = () => desk.commit(termId, { digest });
  return { desk, termId, students, digest, preview, commit, finish };
}

async function ended(desk: UndoDesk, chargeRunId: string): Promise<void> {
  while (!(await desk.typesOf(`chargeRun-${chargeRunId}`)).includes('ChargeRunCompleted')) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const chargesOf = async (desk: UndoDesk, studentId: string) =>
  [...(await desk.account(studentId)).charges.values()].map(({ amountMinor }) => amountMinor);

describe('splitting an amount', () => {
  it('bills 3 000 for 3 × 1 000, where thirds of 33 % bill 2 970 (Frappe)', async () => {
    const { desk, students, preview, finish } = await previewed();
    expect((await preview()).totals).toEqual({ students: 3, charges: 9, amountMinor: 3_000 });
    await finish();
    const billed = await Promise.all(students.map((studentId) => chargesOf(desk, studentId)));
    expect(billed).toEqual([
      [334n, 333n, 333n],
      [334n, 333n, 333n],
      [334n, 333n, 333n],
    ]);
  });
});

describe('a preview is stale', () => {
  const stale = { kind: 'conflict', code: 'preview_stale' };

  it('when the fees were published anew, in amount or in due date', async () => {
    const amount = await previewed();
    await amount.desk.fees(amount.termId, [{ ...TUITION, amountMinor: 1_001n }]);
    expect(await refusal(amount.commit())).toMatchObject(stale);
    const date = await previewed();
    await date.desk.fees(date.termId, [
      { ...TUITION, dueOn: [day('2026-06-01'), ...THREE.slice(1)] },
    ]);
    expect(await refusal(date.commit())).toMatchObject(stale);
  });

  it('when a student came, or left', async () => {
    const came = await previewed();
    await came.desk.student('HS-4');
    expect(await refusal(came.commit())).toMatchObject(stale);
    const left = await previewed();
    left.desk.school.students.pop();
    expect(await refusal(left.commit())).toMatchObject(stale);
  });

  it('when another run charged its fees meanwhile; then there is nothing left to charge', async () => {
    const { desk, commit, finish, students, preview, termId } = await previewed();
    await finish();
    expect(await refusal(commit())).toMatchObject(stale);
    expect(await preview()).toMatchObject({ items: [], totals: { charges: 0, amountMinor: 0 } });
    expect(await chargesOf(desk, students[0] ?? '')).toHaveLength(3);
    const nothing = await preview();
    const { answer } = await desk.commit(termId, { digest: nothing.digest });
    expect(answer).toMatchObject({ status: 'completed', total: 0 });
  });

  it('says which digest holds now, and nothing was written', async () => {
    const { desk, commit, preview } = await previewed();
    await desk.student('HS-4');
    const before = await desk.school.store.readAll({ count: 1_000 });
    const { extra } = await refusal(commit());
    expect(extra).toEqual({ digest: (await preview()).digest });
    expect(await desk.school.store.readAll({ count: 1_000 })).toHaveLength(before.length);
  });

  it('not because somebody paid: payments are no input', async () => {
    const { desk, students, commit } = await previewed();
    await desk.pay(students[0] ?? '', { amountMinor: 500, method: 'cash' });
    const { answer } = await commit();
    await ended(desk, answer.id);
    expect(answer).toMatchObject({ total: 3, failed: 0 });
    expect(await desk.netOf(students[0] ?? '')).toBe(500n);
  });
});

describe('two runs at once', () => {
  it('by two processes charge each part of each student once: 9 charges of 30.00', async () => {
    const { desk, termId, students, digest } = await previewed();
    const second = new UndoDesk(desk.school);
    const both = await Promise.all([
      desk.commit(termId, { digest }),
      second.commit(termId, { digest }),
    ]);
    await Promise.all(both.map(({ answer }) => ended(desk, answer.id)));

    expect(new Set(both.map(({ answer }) => answer.id)).size).toBe(2);
    const charged = await Promise.all(students.map((studentId) => chargesOf(desk, studentId)));
    expect(charged.flat()).toHaveLength(9);
    const ends = await Promise.all(
      both.map(async ({ answer }) => {
        const stream = await desk.school.store.readStream(`chargeRun-${answer.id}`);
        return Number(stream.at(-1)?.data['charged']);
      }),
    );
    expect(ends.reduce((sum, n) => sum + n, 0)).toBe(3);
  });
});
