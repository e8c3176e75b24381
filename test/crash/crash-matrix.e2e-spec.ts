// Every process that crosses streams survives kill -9 after each of its appends. The application is
// killed when the append stands in the store: in one case before it hears of it, in another after.
// Then the same key is sent again, or nobody sends anything; the log must be the one of the run that
// was not killed.
import type { ApiAnswer } from '../support/api.js';
import { Baseline } from './baseline.js';
import { comparedAnswer, comparedStreams } from './compared.js';
import { CrashSchool } from './crash-school.js';
import { matrixText, type MatrixRow } from './matrix.js';
import type { Case, ProcessUnderTest } from './process-under-test.js';
import { KILL_ROUNDS, PROCESSES, ROWS, type Row } from './rows.js';

/** Longer than anything waits before it is given up: a plan that nobody commits waits 10 minutes. */
const AN_AGE_MILLISECONDS = 11 * 60_000;
const SETTLED_WITHIN_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 50;

describe('kill -9 after each append of a process', () => {
  let school: CrashSchool;
  const baselines = new Map<ProcessUnderTest, Baseline>();
  /** Two cases of each row: one is asked again, one is left alone. */
  const asked = new Map<Row, Case>();
  const left = new Map<Row, Case>();
  const firstStart: MatrixRow = {
    process: 'first start',
    append: '1 SchoolConfigured',
    sameKey: 'FAILED',
    nobody: '–',
  };

  beforeAll(async () => {
    school = await CrashSchool.start();
    const cut = school.relay.watch({ marks: ['school-main'], after: 1, heard: false });
    await Promise.race([cut.reached, school.begin().serving]);
    await school.kill9();
    await school.live();
    const whole = new Map<ProcessUnderTest, Case>();
    for (const [i, process] of PROCESSES.entries()) {
      whole.set(process, await process.prepare(school.serving(), `whole-${i}-`));
    }
    await prepare(0);
    await school.kill9();
    await school.live();
    for (const [process, one] of whole) {
      baselines.set(process, await Baseline.begin(school, process, one));
    }
    for (const [process, baseline] of baselines) {
      await baseline.until(school, process.endsLater === true ? 'last but one' : 'end');
    }
    await school.restart();
    for (const baseline of baselines.values()) await baseline.until(school, 'end');
    school.relay.forget();
  }, 120_000);

  afterAll(async () => {
    await school.stop();
    const rows = [firstStart, ...ROWS.map(({ printed }) => printed)];
    process.stdout.write(`\n${matrixText(rows)}\n\n`);
  });

  it('a first start: the next one goes on with the school that stands in the log', async () => {
    const events = await school.everything();
    const configured = events.filter(({ stream }) => stream === 'school-main');
    expect(configured.map(({ type }) => type)).toEqual(['SchoolConfigured']);
    const ids = new Set(events.map(({ metadata }) => metadata.schoolId));
    expect([...ids]).toEqual([configured[0]?.data['schoolId']]);
    firstStart.sameKey = 'the next start: goes on';
  });

  it.each(PROCESSES)('not killed, $name appends what the matrix says', (process) => {
    const { written } = found(baselines.get(process));
    const writes = process.appends.map((append) => append.writes);
    expect(written.slice(0, writes.length).map(({ types }) => types)).toEqual(writes);
  });

  describe.each(KILL_ROUNDS.map((rows, round) => ({ rows, round })))(
    'the same key is sent again (kill $round)',
    ({ rows, round }) => {
      beforeAll(async () => {
        await prepare(round + 1);
        const cuts = interferedFirst(rows.map((row) => ({ row, one: found(asked.get(row)) })));
        const heard = ({ row }: { row: Row }) =>
          school.cut(found(left.get(row)), { after: row.after, heard: true });
        const unheard = ({ row, one }: { row: Row; one: Case }) =>
          school.cut(one, { after: row.after, heard: false });
        const late = cuts.filter(({ row }) => comesLater(row));
        await Promise.all([...late.map(heard), ...late.map(unheard)]);
        const inTime = cuts.filter(({ row }) => !comesLater(row));
        for (const cut of inTime) await heard(cut);
        for (const cut of inTime) await unheard(cut);
        await school.kill9();
        await school.live();
      }, 60_000);

      it.each(rows)(
        '$title',
        async (row) => {
          const one = found(asked.get(row));
          const answer = await one.ask(school.serving().client);
          const baseline = found(baselines.get(row.process));
          expect(whole(answer, one.tag)).toEqual(whole(baseline.answer, baseline.tag));
          const sameKey = isReplayed(answer) ? 'first answer' : 'goes on';
          expect(sameKey).toBe(row.append.sameKey);
          await expectFacts(one, { streams: baseline.whole(), added: [] });
          row.printed.sameKey = `${answer.status}, ${sameKey}`;
        },
        90_000,
      );
    },
  );

  describe('when nobody asks', () => {
    beforeAll(async () => {
      await school.kill9();
      await school.live(AN_AGE_MILLISECONDS);
    }, 60_000);

    it.each(ROWS)(
      '$title',
      async (row) => {
        const { nobody } = row.append;
        const one = found(left.get(row));
        const baseline = found(baselines.get(row.process));
        if (nobody === 'finished') {
          await expectFacts(one, { streams: baseline.whole(), added: [] });
          row.printed.nobody = 'finished';
        } else {
          await expectFacts(one, { streams: baseline.after(row.after), added: nobody });
          row.printed.nobody = ['as it stood', ...nobody].join(', then ');
        }
      },
      90_000,
    );

    it('receipts have numbers without a gap, each payment has one', async () => {
      const events = await school.everything();
      const idsOf = (type: string) =>
        events.filter((event) => event.type === type).map(({ data }) => data['paymentId']);
      const numbers = events
        .filter(({ type }) => type === 'ReceiptIssued')
        .map(({ data }) => data['number']);
      expect(numbers).toEqual(idsOf('PaymentRecorded').map((_, i) => String(i + 1)));
      expect(new Set(idsOf('ReceiptIssued'))).toEqual(new Set(idsOf('PaymentRecorded')));
    });
  });

  /** What the cases of a kill need; what of it must be dead dies in that kill. */
  async function prepare(round: number): Promise<void> {
    for (const row of KILL_ROUNDS[round] ?? []) {
      const number = ROWS.indexOf(row);
      asked.set(row, await row.process.prepare(school.serving(), `again-${number}-`));
      left.set(row, await row.process.prepare(school.serving(), `left-${number}-`));
    }
  }

  /** Waits until a case's facts are as expected, and tells the difference if they never are. */
  async function expectFacts(
    one: Case,
    expected: { streams: unknown; added: readonly string[] },
  ): Promise<void> {
    const deadline = Date.now() + SETTLED_WITHIN_MILLISECONDS;
    for (;;) {
      const facts = await school.factsOf(one);
      const end = facts.length - expected.added.length;
      const added = facts.slice(end).map(({ type }) => type);
      const seen = { streams: comparedStreams(facts.slice(0, end), one.tag), added };
      const isThere = JSON.stringify(seen) === JSON.stringify(expected);
      if (isThere || Date.now() > deadline) {
        expect(seen).toEqual(expected);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
  }
});

/** An append for which everybody waits a while: once for all cases. */
function comesLater({ process, after }: Row): boolean {
  return process.endsLater === true && after === process.appends.length;
}

/** Where somebody else has to write meanwhile, the gate must not be held by answers that are kept. */
function interferedFirst<Cut extends { one: Case }>(cuts: readonly Cut[]): Cut[] {
  const isPlain = ({ one }: Cut) => Number(one.meanwhile === undefined);
  return cuts.toSorted((a, b) => isPlain(a) - isPlain(b));
}

function whole({ status, body }: ApiAnswer, tag: string): unknown {
  return comparedAnswer({ status, body }, tag);
}

function isReplayed({ headers }: ApiAnswer): boolean {
  return headers.get('idempotency-replayed') === 'true';
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the case before it failed');
  return value;
}
