// Rule 1 for a charge run whose plan takes several appends: one key, two processes, one run.
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { finish, previewOf, TUITION } from './charge-run-scenario.js';
import { Desk } from './school-desk.js';
import { schoolOver } from './school-tools.js';

/** A plan of 20 students with 200 fees each: two appends. */
async function largePlan() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const termId = await desk.term();
  const fees = Array.from({ length: 200 }, (_, n) => ({ ...TUITION, feeCode: `F${n}` }));
  await desk.fees(termId, fees);
  for (let n = 0; n < 20; n += 1) await desk.student(`HS-${n}`);
  const { digest } = await previewOf(desk, termId);
  return { desk, termId, digest };
}

/** The second append of one of them waits until the other has committed the run. */
function holdOneBack({ school: { store } }: Desk): void {
  const append = store.append.bind(store);
  let later = 0;
  store.append = async (stream, expected, events) => {
    if (stream.startsWith('chargeRun-') && expected !== 'no_stream' && (later += 1) === 1) {
      while ((await store.readStream(stream)).every(({ type }) => type !== 'ChargeRunCommitted')) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return append(stream, expected, events);
  };
}

describe('a charge run that two processes are asked for under one key', () => {
  it('is one run, and both answer the same', async () => {
    const { desk, termId, digest } = await largePlan();
    const other = await new Desk(desk.school).setUp();
    holdOneBack(desk);

    const both = await Promise.all([
      desk.commit(termId, { digest }, 'key-1'),
      other.commit(termId, { digest }, 'key-1'),
    ]);

    const [first, second] = both;
    expect(second.answer).toEqual(first.answer);
    expect([second.revision, second.position]).toEqual([first.revision, first.position]);
    expect(both.filter(({ replayed }) => replayed)).toHaveLength(1);
    await finish(desk, first.answer.id);
    const types = await desk.typesOf(`chargeRun-${first.answer.id}`);
    expect(types.filter((type) => type === 'ChargeRunCommitted')).toHaveLength(1);
    expect(types.filter((type) => type === 'ChargeRunPlanned')).toHaveLength(1);
  });
});
