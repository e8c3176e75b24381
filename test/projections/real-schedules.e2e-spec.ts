// Twenty seeded schedules on real stores and real processes: students' books are kept at random through
// the API while the projecting process is killed and another takes over, both stores are killed and
// start again, and connections and the leadership are lost. Whatever happens, the read models are the
// fold of the log. What happens and when is drawn from the seed, which a failing schedule names.
import { DisturbedSchool } from './disturbed-school.js';
import { LogAndRows } from './log-and-rows.js';
import { RandomDesk } from './random-desk.js';
import { randomFrom } from './random.js';

const DESKS = [1, 2, 3];
/** Of each desk; it goes on as long as something else happens. */
const COMMANDS_MIN = 6;
const PAUSE_MILLISECONDS_MAX = 40;
const WAIT_MILLISECONDS_MAX = 150;
const START_MILLISECONDS_MAX = 120_000;
const SCHEDULE_MILLISECONDS_MAX = 120_000;

describe('after any schedule on real processes the read models are the fold of the log', () => {
  let school: DisturbedSchool;
  let logAndRows: LogAndRows;

  beforeAll(async () => {
    school = await DisturbedSchool.start();
    logAndRows = await LogAndRows.open(school.undisturbed);
  }, START_MILLISECONDS_MAX);
  afterAll(async () => {
    await logAndRows.close();
    await school.stop();
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])(
    'seed %d',
    async (seed) => {
      const random = randomFrom(seed);
      const happenings = happeningsOf(seed, random);
      try {
        const paymentIds = await keptBooks({ seed, random, happenings });
        await logAndRows.untilLevel();
        await logAndRows.compare(paymentIds);
      } catch (cause) {
        const plan = happenings.map(([name]) => name).join('; ');
        throw new Error(`seed ${seed} (${plan}): ${String(cause)}`, { cause });
      }
    },
    SCHEDULE_MILLISECONDS_MAX,
  );

  it('and in the end every row is the one that a rebuild makes', async () => {
    await logAndRows.untilPromisesAreKept();
    await logAndRows.untilLevel();
    await school.close();

    const { before, after } = await logAndRows.rebuilt();

    expect(before).toEqual(after);
  });

  /** Each kind comes first in turn, so that none is left out by chance; the second is any quick one. */
  function happeningsOf(seed: number, random: (n: number) => number) {
    const kinds = Object.entries(school.disturbances);
    const drawn = [seed % kinds.length, 1 + random(kinds.length - 1)];
    return drawn.flatMap((n) => kinds.slice(n, n + 1));
  }

  /** Ids of the payments that were acknowledged. */
  async function keptBooks(schedule: {
    seed: number;
    random: (n: number) => number;
    happenings: readonly (readonly [string, () => Promise<void>])[];
  }): Promise<string[]> {
    const { seed, random, happenings } = schedule;
    let over = false;
    const disturbing = (async () => {
      for (const [, happen] of happenings) {
        await pause(random(WAIT_MILLISECONDS_MAX));
        await happen();
      }
    })().finally(() => {
      over = true;
    });
    const keeping = DESKS.map(async (n) => {
      const own = randomFrom(seed * 1_000 + n);
      const desk = await RandomDesk.open(school, { name: `${seed}-${n}`, random: own });
      for (let sent = 0; sent < COMMANDS_MIN || !over; sent += 1) {
        await desk.step();
        await pause(own(PAUSE_MILLISECONDS_MAX));
      }
      return desk.payments;
    });
    const [paymentIds] = await Promise.all([Promise.all(keeping), disturbing]);
    return paymentIds.flat();
  }
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
