import { PreviewChargeRun } from '../../src/modules/billing/commands/preview-charge-run.js';
import { finish, lastOf, openDesk, previewOf, run, TUITION } from './charge-run-scenario.js';
import { refusal } from './school-tools.js';

describe('the preview of a charge run', () => {
  it('shows each student’s missing fees and writes nothing', async () => {
    const { desk, termId, students } = await openDesk();
    const before = await desk.school.store.readAll({ count: 1_000 });

    const preview = await previewOf(desk, termId);

    expect(preview.totals).toEqual({ students: 3, charges: 9, amountMinor: 137_000 });
    const inClass7A = preview.items.find(({ studentId }) => studentId === students[0]);
    expect(inClass7A?.lines).toEqual([
      { feeCode: 'TUITION', description: 'Tuition', amountMinor: 45_000, dueOn: '2026-05-31' },
    ]);
    const inClass7B = preview.items.find(({ studentId }) => studentId === students[1]);
    expect(inClass7B?.lines.map(({ amountMinor }) => amountMinor)).toEqual([45_000, 334, 333, 333]);
    expect(await desk.school.store.readAll({ count: 1_000 })).toHaveLength(before.length);
  });

  it('has pages with one digest, and a cursor that carries its filters', async () => {
    const { desk, termId } = await openDesk();
    const first = await desk.preview.execute(new PreviewChargeRun(termId, { limit: 2 }));
    const cursor = first.nextCursor ?? '';
    const second = await previewOf(desk, termId, { cursor });

    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(second.digest).toBe(first.digest);
    const other = previewOf(desk, termId, { cursor, class: '7B' });
    expect(await refusal(other)).toMatchObject({ kind: 'invalid', code: 'bad_cursor' });
  });
});

describe('a charge run', () => {
  it('charges what was previewed, student by student', async () => {
    const { desk, termId, students } = await openDesk();

    const { answer } = await run(desk, termId);

    expect(answer).toMatchObject({ status: 'running', total: 3, done: 0, failed: 0 });
    expect(await lastOf(desk, `chargeRun-${answer.id}`)).toEqual({
      charged: '3',
      alreadyCharged: '0',
      failed: '0',
      totalMinor: '137000',
    });
    expect(await desk.typesOf(`studentAccount-${students[0]}`)).toEqual([
      'AccountOpened',
      'ChargeRaised',
    ]);
  });

  it('creates only what is missing when it runs again', async () => {
    const { desk, termId } = await openDesk();
    await run(desk, termId);
    await desk.student('HS-4', '7A');

    const again = await run(desk, termId);

    expect(await lastOf(desk, `chargeRun-${again.answer.id}`)).toMatchObject({
      charged: '1',
      totalMinor: '45000',
    });
    const nothing = await run(desk, termId);
    expect(nothing.answer).toMatchObject({ status: 'completed', total: 0 });
  });

  it('is refused when what it rests on has changed since the preview', async () => {
    const { desk, termId } = await openDesk();
    const { digest } = await previewOf(desk, termId);
    await desk.fees(termId, [{ ...TUITION, amountMinor: 46_000n }]);
    expect(await refusal(desk.commit(termId, { digest }))).toMatchObject({
      kind: 'conflict',
      code: 'preview_stale',
    });
  });

  it('is safe twice at once: the accounts decide', async () => {
    const { desk, termId, students } = await openDesk();
    const { digest } = await previewOf(desk, termId);

    const both = await Promise.all([
      desk.commit(termId, { digest }, 'key-1'),
      desk.commit(termId, { digest }, 'key-2'),
    ]);
    await Promise.all(both.map(({ answer }) => finish(desk, answer.id)));

    const types = await desk.typesOf(`studentAccount-${students[1]}`);
    expect(types.filter((type) => type === 'ChargeRaised')).toHaveLength(4);
  });

  it('answers the same bytes to the same key, and starts no second run', async () => {
    const { desk, termId } = await openDesk();
    const first = await run(desk, termId, 'key-1');
    const [planned] = await desk.school.store.readStream(`chargeRun-${first.answer.id}`);
    const digest = planned?.data['digest'] as string;

    const again = await desk.commit(termId, { digest }, 'key-1');

    expect(again).toMatchObject({ answer: first.answer, replayed: true });
  });

  it('lets waiting credit meet the new charges', async () => {
    const { desk, termId, students } = await openDesk();
    await desk.pay(students[0] ?? '', { amountMinor: 50_000, method: 'cash' });
    await run(desk, termId);
    expect(await desk.typesOf(`studentAccount-${students[0]}`)).toEqual([
      'AccountOpened',
      'PaymentRecorded',
      'ChargeRaised',
      'PaymentAllocated',
    ]);
  });

  it('reports a student that can’t be charged and goes on with the rest', async () => {
    const { desk, termId } = await openDesk();
    const { school } = desk;
    const stranger = '00000000-0000-4000-8000-000000000bad';
    school.students.push({ studentId: stranger, class: '7A' });

    const { answer } = await run(desk, termId);

    const events = await school.store.readStream(`chargeRun-${answer.id}`);
    expect(events.map(({ type }) => type)).toContain('ChargeRunStudentFailed');
    expect(events.find(({ type }) => type === 'ChargeRunStudentFailed')?.data).toEqual({
      studentId: stranger,
      code: 'student_not_found',
    });
    expect(events.at(-1)?.data).toMatchObject({ charged: '3', failed: '1' });
  });
});
