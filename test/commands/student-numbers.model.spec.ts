// Model check: processes that crash, over a log that loses answers and writes late, register and correct
// students to a few numbers, again and again. Whatever happens: no two students carry one number, not at
// any moment of the log; a student is refused a number only because of one who carries it; and a number
// that nobody carries can be had.
import { AppError } from '../../src/kernel/app-error.js';
import { ManualClock } from '../../src/kernel/clock.js';
import type { Timing } from '../../src/eventstore/index.js';
import { claimDigest, serverSecret } from '../../src/modules/students/index.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { Crash, Schedule, type AppendFate } from '../support/schedule.js';
import { Desk } from './school-desk.js';
import { schoolOver, type School } from './school-tools.js';
import { StudentDesk } from './student-desk.js';

const SCHEDULES = 25;
const STUDENTS = 3;
const CLERKS = 6;
const NUMBERS = ['N-1', 'N-2'];
const TRIES_MAX = 4;

const secret = serverSecret(Buffer.alloc(32, 7));
const digestOf = (admissionNo: string) => claimDigest(secret, 'admission', admissionNo);

/** Quiet while the school is set up and looked at; else a second or two go by with each step. */
class Weather extends Schedule {
  calm = true;
  readonly clock = new ManualClock(new Date('2026-05-11T08:00:00.000Z'));

  override async turn(): Promise<void> {
    if (this.calm) return;
    await super.turn();
    this.pass(2_000 * this.random());
  }

  pass(milliseconds: number): void {
    this.clock.moveTo(new Date(this.clock.now().getTime() + milliseconds));
  }

  override step(): Promise<void> {
    return this.calm ? Promise.resolve() : super.step();
  }

  override fateOfAppend(): AppendFate {
    return this.calm ? 'answered' : super.fateOfAppend();
  }
}

/** A process measures its own patience by its own waits. */
function timingIn(weather: Weather): Timing {
  let waited = 0;
  return {
    now: () => waited,
    sleep: (milliseconds) => {
      waited += milliseconds;
      return weather.turn();
    },
    within: (_milliseconds, work) => work,
  };
}

interface Outcome {
  /** Moments of the log at which two students carried one number. */
  readonly doubles: number;
  /** Refusals that named a student who never carried the number. */
  readonly wrongRefusals: number;
  /** Corrections that were acknowledged and are not in the log. */
  readonly lost: number;
  /** What an honest student was told at the end: by number, beside how many carried it then. */
  readonly honest: readonly (readonly [carriers: number, told: string])[];
  readonly released: number;
  readonly superseded: number;
}

async function runSchedule(seed: number): Promise<Outcome> {
  const weather = new Weather({ seed, crash: 0.05, lostAnswer: 0.1, delayedWrite: 0.05 });
  const school = { ...schoolOver(new InMemoryEventStore(weather)), clock: weather.clock };
  const desk = async () => new Desk(school, timingIn(weather)).setUp();
  const office = async () => new StudentDesk(await desk(), timingIn(weather));
  const students: string[] = [];
  for (let n = 0; n < STUDENTS; n += 1) students.push(await (await desk()).student(`OLD-${n}`));

  const acknowledged: (readonly [student: string, digest: string])[] = [];
  const refusals: (readonly [holder: string, digest: string])[] = [];
  const clerk = async (n: number) => {
    const student = students[weather.below(STUDENTS)] ?? '';
    const admissionNo = NUMBERS[weather.below(NUMBERS.length)] ?? '';
    for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
      try {
        if (n === 0) {
          const { answer } = await (await desk()).admit({ admissionNo }, `key-${n}`);
          acknowledged.push([answer.id, digestOf(admissionNo)]);
        } else {
          const wanted = n % 3 === 0 ? `OLD-${students.indexOf(student)}` : admissionNo;
          await (await office()).correct(student, { admissionNo: wanted }, `key-${n}`);
          acknowledged.push([student, digestOf(wanted)]);
        }
        return;
      } catch (error) {
        if (!(error instanceof Crash) && !(error instanceof AppError)) throw error;
        if (error instanceof AppError && error.code === 'duplicate_admission_no') {
          refusals.push([String(error.extra['studentId']), digestOf(admissionNo)]);
        }
        if (weather.random() < 0.4) return;
      }
    }
  };
  weather.calm = false;
  await weather.run(Array.from({ length: CLERKS }, (_, n) => clerk(n)));
  weather.calm = true;
  weather.pass(60_000);

  const history = await carriersOf(school);
  const honest: [number, string][] = [];
  for (const admissionNo of NUMBERS) {
    const carriers = [...history.now.values()].filter((d) => d === digestOf(admissionNo)).length;
    const told = await (await desk()).admit({ admissionNo }).then(
      () => 'registered',
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    honest.push([carriers, told]);
  }
  const events = await school.store.readAll({ count: 10_000 });
  return {
    doubles: (await carriersOf(school)).doubles,
    wrongRefusals: refusals.filter(([holder, d]) => !history.ever.has(`${holder} ${d}`)).length,
    lost: acknowledged.filter(([student, d]) => !history.ever.has(`${student} ${d}`)).length,
    honest,
    released: events.filter(({ type }) => type === 'AdmissionNumberReleased').length,
    superseded: events.filter(({ data }) => data['supersedes'] !== undefined).length,
  };
}

/** The number that each student carries, event by event in the order of the whole log. */
async function carriersOf({ store }: School) {
  const now = new Map<string, string>();
  const ever = new Set<string>();
  let doubles = 0;
  for (const { stream, data } of await store.readAll({ count: 10_000 })) {
    const digest = data['admissionDigest'];
    if (typeof digest !== 'string') continue;
    const student = stream.slice('student-'.length);
    for (const [other, carried] of now) if (other !== student && carried === digest) doubles += 1;
    now.set(student, digest);
    ever.add(`${student} ${digest}`);
  }
  return { now, ever, doubles };
}

describe('admission numbers under crashes and lost answers', () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    for (let seed = 1; seed <= SCHEDULES; seed += 1) outcomes.push(await runSchedule(seed * 7_919));
  }, 120_000);

  it('are never carried by two students, not at any moment of the log', () => {
    expect(outcomes.map((run) => run.doubles)).toEqual(outcomes.map(() => 0));
  });

  it('are refused only because of a student who carried them', () => {
    expect(outcomes.map((run) => run.wrongRefusals)).toEqual(outcomes.map(() => 0));
  });

  it('can be had exactly when nobody carries them', () => {
    const told = outcomes.flatMap((run) => run.honest);
    const expected = told.map(([carriers]) => [
      carriers,
      carriers === 0 ? 'registered' : 'duplicate_admission_no',
    ]);
    expect(told).toEqual(expected);
  });

  it('stay with whom they were promised to: no acknowledged correction is lost', () => {
    expect(outcomes.map((run) => run.lost)).toEqual(outcomes.map(() => 0));
  });

  it('met every case: numbers free and taken at the end, claims released and taken over', () => {
    const told = outcomes.flatMap((run) => run.honest.map(([carriers]) => carriers));
    expect(new Set(told)).toEqual(new Set([0, 1]));
    expect(outcomes.filter((run) => run.released > 0).length).toBeGreaterThan(0);
    expect(outcomes.filter((run) => run.superseded > 1).length).toBeGreaterThan(0);
  });
});
