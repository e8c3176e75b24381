// Rule 8: one bad student is a row of its own and stops nobody: one who left since the preview, one who
// was charged in part meanwhile, one whose account can't be read.
import { PreviewChargeRun } from '../../../src/modules/billing/commands/preview-charge-run.js';
import type { FeeLine } from '../../../src/modules/billing/domain/fee-schedule.js';
import { day } from '../../commands/school-desk.js';
import { StudentDesk } from '../../commands/student-desk.js';
import { UndoDesk } from '../../commands/undo-desk.js';
import { rulesDesk } from './rules-desk.js';

const feeOf = (feeCode: string, amountMinor: bigint): FeeLine => ({
  feeCode,
  description: feeCode,
  amountMinor,
  dueOn: [day('2026-05-31')],
  priority: 100,
});
const TUITION = feeOf('TUITION', 45_000n);
const BUS = feeOf('BUS', 9_000n);

async function schoolOfThree() {
  const { desk, studentId } = await rulesDesk();
  const termId = await desk.term();
  await desk.fees(termId, [TUITION, BUS]);
  const students = [studentId, await desk.student('HS-2'), await desk.student('HS-3')];
  return { desk, termId, students };
}

async function committed(desk: UndoDesk, termId: string) {
  const preview = await desk.preview.execute(new PreviewChargeRun(termId, { limit: 50 }));
  const { answer } = await desk.commit(termId, { digest: preview.digest });
  return { preview, stream: `chargeRun-${answer.id}` };
}

/** Data of the failed rows, then of the end. */
async function outcome(desk: UndoDesk, stream: string) {
  for (;;) {
    const events = await desk.school.store.readStream(stream);
    if (events.at(-1)?.type === 'ChargeRunCompleted') {
      const failed = events.filter(({ type }) => type === 'ChargeRunStudentFailed');
      return { failed: failed.map(({ data }) => data), end: events.at(-1)?.data };
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a student of a charge run', () => {
  it('who left since the read model saw her is a failed row; the others are charged', async () => {
    const { desk, termId, students } = await schoolOfThree();
    const [left = ''] = students;
    await new StudentDesk(desk).change(left, { kind: 'withdraw', on: '2026-05-08' });

    const { stream } = await committed(desk, termId);

    expect(await outcome(desk, stream)).toEqual({
      failed: [{ studentId: left, code: 'student_not_active' }],
      end: { charged: '2', alreadyCharged: '0', failed: '1', totalMinor: '108000' },
    });
    expect(await desk.typesOf(`studentAccount-${left}`)).toEqual([]);
  });

  it('who was charged a part of it meanwhile is a failed row and is charged nothing by it', async () => {
    const { desk, termId, students } = await schoolOfThree();
    const { store, clock } = desk.school;
    const append = store.append.bind(store);
    store.append = (stream, ...rest) =>
      stream.startsWith('studentAccount-')
        ? Promise.resolve({ kind: 'in_doubt', cause: new Error('no power') })
        : append(stream, ...rest);
    const { stream } = await committed(desk, termId);
    while (!desk.logged.some((line) => line.includes('stopped half way'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    store.append = append;
    const second = new UndoDesk(desk.school);
    await second.fees(termId, [TUITION]);
    const tuition = await committed(second, termId);
    await outcome(second, tuition.stream);

    clock.moveTo(new Date(clock.now().getTime() + 60_000));
    const third = new UndoDesk(desk.school);
    await third.runSweeper.sweep();

    const { failed, end } = await outcome(third, stream);
    expect(failed.map(({ code }) => code)).toEqual(Array(3).fill('preview_stale_student'));
    expect(end).toEqual({ charged: '0', alreadyCharged: '0', failed: '3', totalMinor: '0' });
    expect(await third.netOf(students[0] ?? '')).toBe(45_000n);
  });

  it('whose account can’t be read is a row with a problem in the preview, and stops nobody', async () => {
    const { desk, termId, students } = await schoolOfThree();
    const [unreadable = ''] = students;
    const { store } = desk.school;
    const readStream = store.readStream.bind(store);
    store.readStream = (stream, ...rest) =>
      stream === `studentAccount-${unreadable}`
        ? Promise.reject(new TypeError('an event of no known shape'))
        : readStream(stream, ...rest);

    const { preview, stream } = await committed(desk, termId);

    expect(preview.totals).toEqual({ students: 2, charges: 4, amountMinor: 108_000 });
    const row = preview.items.find(({ studentId }) => studentId === unreadable);
    expect(row).toEqual({ studentId: unreadable, lines: [], problem: 'account_unreadable' });
    expect((await outcome(desk, stream)).end).toMatchObject({ charged: '2', failed: '0' });
  });
});
