// A term with fees and three students, and what the suites of charge runs ask of it.
import { PreviewChargeRun } from '../../src/modules/billing/commands/preview-charge-run.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Desk, day } from './school-desk.js';
import { schoolOver } from './school-tools.js';

export const TUITION = {
  feeCode: 'TUITION',
  description: 'Tuition',
  amountMinor: 45_000n,
  dueOn: [day('2026-05-31')],
  priority: 100,
};
const BOARDING = { ...TUITION, feeCode: 'BOARDING', amountMinor: 1_000n, class: '7B' };
const inThree = [day('2026-05-31'), day('2026-06-30'), day('2026-07-31')];

export async function openDesk() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const termId = await desk.term();
  await desk.fees(termId, [TUITION, { ...BOARDING, dueOn: inThree }]);
  const students = [
    await desk.student('HS-1', '7A'),
    await desk.student('HS-2', '7B'),
    await desk.student('HS-3', '7B'),
  ];
  return { desk, termId, students };
}

export const previewOf = (
  desk: Desk,
  termId: string,
  page: { class?: string; cursor?: string } = {},
) => desk.preview.execute(new PreviewChargeRun(termId, { limit: 50, ...page }));

/** Commits the plan as previewed and works it off. */
export async function run(desk: Desk, termId: string, key?: string) {
  const { digest } = await previewOf(desk, termId);
  const committed = await desk.commit(termId, { digest }, key);
  await finish(desk, committed.answer.id);
  return committed;
}

export async function finish(desk: Desk, chargeRunId: string): Promise<void> {
  const stream = `chargeRun-${chargeRunId}`;
  for (;;) {
    const types = await desk.typesOf(stream);
    if (types.includes('ChargeRunCompleted')) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export async function lastOf(desk: Desk, stream: string) {
  return (await desk.school.store.readStream(stream)).at(-1)?.data;
}
