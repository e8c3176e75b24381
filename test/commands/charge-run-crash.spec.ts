import { chargeRunFold } from '../../src/modules/billing/domain/charge-run.js';
import type { ChargeRunPlanned } from '../../src/modules/billing/domain/charge-run.events.js';
import { finish, lastOf, openDesk, previewOf } from './charge-run-scenario.js';
import { Desk, day } from './school-desk.js';
import { StudentDesk } from './student-desk.js';

describe('a charge run after a crash', () => {
  it('goes on, when it was committed, from the first student and charges nobody twice', async () => {
    const { desk, termId, students } = await openDesk();
    const { store, clock } = desk.school;
    const append = store.append.bind(store);
    let charges = 0;
    store.append = (stream, ...rest) => {
      if (stream.startsWith('studentAccount-') && (charges += 1) > 1) {
        return Promise.resolve({ kind: 'in_doubt', cause: new Error('killed') });
      }
      return append(stream, ...rest);
    };
    const { digest } = await previewOf(desk, termId);
    const { answer } = await desk.commit(termId, { digest });
    while (!desk.logged.some((line) => line.includes('stopped half way'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    store.append = append;
    expect(await desk.typesOf(`chargeRun-${answer.id}`)).not.toContain('ChargeRunCompleted');

    clock.moveTo(new Date(clock.now().getTime() + 60_000));
    await new Desk(desk.school).runSweeper.sweep();
    await finish(desk, answer.id);

    expect(await lastOf(desk, `chargeRun-${answer.id}`)).toMatchObject({
      charged: '3',
      totalMinor: '137000',
    });
    const types = await desk.typesOf(`studentAccount-${students[2]}`);
    expect(types.filter((type) => type === 'ChargeRaised')).toHaveLength(4);
  });

  it('counts a student as charged who was, and has left since', async () => {
    const { desk, termId, students } = await openDesk();
    const { store, clock } = desk.school;
    const append = store.append.bind(store);
    const [first, second] = students.map((id) => `studentAccount-${id}`);
    store.append = (stream, ...rest) =>
      stream.startsWith('studentAccount-') && stream !== first
        ? Promise.resolve({ kind: 'in_doubt', cause: new Error('killed') })
        : append(stream, ...rest);
    const { digest } = await previewOf(desk, termId);
    const { answer } = await desk.commit(termId, { digest });
    while (!desk.logged.some((line) => line.includes('stopped half way'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    store.append = append;
    expect(await desk.typesOf(first ?? '')).toContain('ChargeRaised');
    const office = new StudentDesk(desk);
    await office.change(students[0] ?? '', { kind: 'withdraw', on: '2026-05-11' });
    await office.change(students[1] ?? '', { kind: 'withdraw', on: '2026-05-11' });

    clock.moveTo(new Date(clock.now().getTime() + 60_000));
    await new Desk(desk.school).runSweeper.sweep();
    await finish(desk, answer.id);

    expect(await lastOf(desk, `chargeRun-${answer.id}`)).toEqual({
      charged: '2',
      alreadyCharged: '0',
      failed: '1',
      totalMinor: '91000',
    });
    expect(await desk.typesOf(second ?? '')).toEqual([]);
    const failures = (await store.readStream(`chargeRun-${answer.id}`))
      .filter(({ type }) => type === 'ChargeRunStudentFailed')
      .map(({ data }) => data);
    expect(failures).toEqual([{ studentId: students[1], code: 'student_not_active' }]);
  });

  it('is put away after ten minutes, when nobody committed it', async () => {
    const { desk } = await openDesk();
    const { store, clock } = desk.school;
    const [planned] = await plannedOnly(desk);
    expect(planned).toBe('ChargeRunPlanned');

    clock.moveTo(new Date(clock.now().getTime() + 9 * 60_000));
    await desk.runSweeper.sweep();
    expect(await desk.typesOf(PLAN)).toEqual(['ChargeRunPlanned']);
    clock.moveTo(new Date(clock.now().getTime() + 2 * 60_000));
    await desk.runSweeper.sweep();

    expect(await desk.typesOf(PLAN)).toEqual(['ChargeRunPlanned', 'ChargeRunCancelled']);
    const last = (await store.readAll({ direction: 'backwards', count: 1 }))[0];
    await desk.runSweeper.sweep();
    expect(desk.school.checkpoints.saved.get('charge-runs')?.eventId).toBe(last?.id);
  });
});

const PLAN = 'chargeRun-00000000-0000-4000-8000-00000000f1a9';

/** A process that dies right after the first append of a plan. */
async function plannedOnly(desk: Desk): Promise<string[]> {
  await desk.log.decideAndAppend({
    stream: PLAN,
    fold: chargeRunFold,
    context: desk.by('key-plan').context,
    decide: (): ChargeRunPlanned[] => [
      {
        type: 'ChargeRunPlanned',
        data: {
          termId: '00000000-0000-4000-8000-000000000001',
          effectiveDate: day('2026-05-11'),
          feeScheduleVersion: '1',
          digest: 'ab'.repeat(32),
          students: '1',
          lines: '1',
          totalMinor: '45000',
          plannedAtIndex: '1',
        },
      },
    ],
  });
  return desk.typesOf(PLAN);
}
