// Seeded random schedules: students, charges, payments and receipts, while subscriptions drop or bring
// events twice, leaders crash or lose their lock, connections end, versions are rebuilt, and students are
// parked and mended. Whatever happens, in the end the read models are the fold of the log. A failing
// schedule names its seed.
import { ScheduleLane } from './schedule-lane.js';

const SEEDS_PER_TEST = 100;
const LANES = 5;

describe('after any schedule the read models are the fold of the log', () => {
  let lanes: ScheduleLane[];

  beforeAll(async () => {
    lanes = await Promise.all(Array.from({ length: LANES }, () => ScheduleLane.create()));
  });
  afterEach(() => Promise.all(lanes.map((lane) => lane.reset())));
  afterAll(() => Promise.all(lanes.map((lane) => lane.drop())));

  it.each([1, 101, 201, 301, 401, 501, 601, 701, 801, 901])('seeds from %d on', async (first) => {
    const share = SEEDS_PER_TEST / LANES;
    const results = await Promise.allSettled(
      lanes.map((lane, n) => lane.playAll(first + n * share, share)),
    );
    const failed = results.flatMap((result) => (result.status === 'rejected' ? [result] : []));
    if (failed[0] !== undefined) throw failed[0].reason;
    expect(lanes.map(({ played }) => played)).toEqual(Array(LANES).fill(share));
  });
});
