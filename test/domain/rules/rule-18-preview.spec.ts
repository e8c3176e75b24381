// Rule 18 on the preview of a charge run: its cursor carries term and class, and is refused under others
// or when it was made by hand.
import { PreviewChargeRun } from '../../../src/modules/billing/commands/preview-charge-run.js';
import { finish } from '../../commands/charge-run-scenario.js';
import { day } from '../../commands/school-desk.js';
import { refusal } from '../../commands/school-tools.js';
import { rulesDesk } from './rules-desk.js';

const BAD = { kind: 'invalid', code: 'bad_cursor' };
const TUITION = {
  feeCode: 'TUITION',
  description: 'Tuition',
  amountMinor: 45_000n,
  dueOn: [day('2026-05-31')],
  priority: 100,
};

/** Tariro in 7A, and two more of 7A and two of 7B. */
async function fiveStudents() {
  const { desk, studentId } = await rulesDesk();
  const termId = await desk.term();
  await desk.fees(termId, [TUITION]);
  const others = [await desk.student('HS-2'), await desk.student('HS-3')];
  await desk.student('HS-4', '7B');
  await desk.student('HS-5', '7B');
  const page = (of: { class?: string; cursor?: string; limit?: number }, term = termId) =>
    desk.preview.execute(new PreviewChargeRun(term, { limit: 2, ...of }));
  return { desk, termId, page, in7A: [studentId, ...others] };
}

const handMade = (...parts: readonly unknown[]) =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('the cursor of a preview', () => {
  it('carries its class: sent alone it goes on in that class, under one digest', async () => {
    const { desk, termId, page, in7A } = await fiveStudents();
    const first = await page({ class: '7A' });
    const second = await page({ cursor: first.nextCursor ?? '' });

    const ids = [...first.items, ...second.items].map(({ studentId }) => studentId);
    expect(ids.toSorted()).toEqual(in7A.toSorted());
    expect([second.digest, second.nextCursor]).toEqual([first.digest, null]);
    expect(second.totals).toEqual({ students: 3, charges: 3, amountMinor: 135_000 });
    const { answer } = await desk.commit(termId, { digest: second.digest, class: '7A' });
    await finish(desk, answer.id);
    expect((await page({})).totals).toEqual({ students: 2, charges: 2, amountMinor: 90_000 });
  });

  it('is refused in another class and in another term', async () => {
    const { page, in7A } = await fiveStudents();
    const cursor = (await page({ class: '7A' })).nextCursor ?? '';
    expect(await refusal(page({ cursor, class: '7B' }))).toMatchObject(BAD);
    expect(await refusal(page({ cursor }, in7A[0]))).toMatchObject(BAD);
    const ofAll = (await page({})).nextCursor ?? '';
    expect(await refusal(page({ cursor: ofAll, class: '7A' }))).toMatchObject(BAD);
  });

  it('is refused when it was made by hand: no place, no class that could be one', async () => {
    const { page, termId, in7A } = await fiveStudents();
    const [student] = in7A;
    expect(await refusal(page({ cursor: 'x' }))).toMatchObject(BAD);
    expect(await refusal(page({ cursor: handMade() }))).toMatchObject(BAD);
    expect(await refusal(page({ cursor: handMade('a', termId, '') }))).toMatchObject(BAD);
    expect(await refusal(page({ cursor: handMade(student, termId) }))).toMatchObject(BAD);
    expect(await refusal(page({ cursor: handMade(student, termId, '\0') }))).toMatchObject(BAD);
    expect(await refusal(page({ cursor: handMade(student, termId, '\ud800') }))).toMatchObject(BAD);
  });
});
