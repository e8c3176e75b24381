// 160 races of each kind between two processes of the application: log-outs against payments, payments
// against charge runs, reversals against refunds. Afterwards the books are sound, nothing is lost and
// nothing is there twice, and nobody was told of a failure but `busy` and `outcome_unknown`.
import { until } from '../process/processes.js';
import { type ApiAnswer, text } from '../support/api.js';
import { openTerm, registerStudent } from '../support/fixtures.js';
import { raced, raceSeed, randomFrom, type Random } from '../auth/random.js';
import { LANES, race, RaceOffice, type SessionOnBoth } from './race-office.js';

const RACES = 160;
const RECORDED = 201;

const seed = raceSeed();

describe(`races between two processes (seed ${seed})`, () => {
  let office: RaceOffice;
  let session: SessionOnBoth;
  let termId: string;
  let random: Random;
  /** A student for each lane, whose account is raced for again and again. */
  let studentIds: string[];
  /** Every account that was written to. */
  const accounts = new Set<string>();

  beforeAll(async () => {
    office = await RaceOffice.open();
    session = await office.signIn();
    termId = await openTerm(session.first);
    random = randomFrom(seed);
  }, 60_000);
  afterAll(() => office.close());
  beforeEach(async () => {
    const kind = String(accounts.size);
    studentIds = await Promise.all(
      Array.from({ length: LANES }, (_, i) => registerStudent(session.first, `R-${kind}-${i}`)),
    );
    for (const id of studentIds) accounts.add(id);
  });

  it('log-outs against payments: none is accepted after a log-out that was acknowledged', async () => {
    const outcomes = { accepted: 0, refused: 0, late: 0, booked: 0 };
    await race(RACES, async (n, lane) => {
      const studentId = studentIds[lane] ?? '';
      const { first, second } = await office.signIn();
      const pay = (on: typeof first, key: string) =>
        on.post(`/api/v1/students/${studentId}/payments`, CASH, `out-${n}-${key}`);
      let atLogOut = -1;
      const logOut = async () => {
        expect((await first.delete('/api/v1/session')).status).toBe(204);
        atLogOut = (await office.factsOf(studentId)).length;
        return Promise.all([pay(first, 'late-1'), pay(second, 'late-2')]);
      };
      const pays = () => Promise.all([pay(second, '1'), pay(first, '2'), pay(second, '3')]);
      const [answers, late] = await raced(random, pays, logOut);
      const facts = await office.factsOf(studentId);
      if (facts.length !== atLogOut) outcomes.booked += 1;
      outcomes.late += late.filter(({ status }) => status !== 401).length;
      outcomes.accepted += answers.filter(({ status }) => status === RECORDED).length;
      outcomes.refused += answers.filter(({ status }) => status === 401).length;
      const paid = answers.filter(({ status }) => status === RECORDED).map(paymentIdOf);
      const inLog = new Set(facts.flatMap((fact) => paymentIdsOf(fact)));
      expect(paid.filter((id) => !inLog.has(id))).toEqual([]);
    });
    expect([outcomes.late, outcomes.booked]).toEqual([0, 0]);
    expect(outcomes.accepted + outcomes.refused).toBe(3 * RACES);
    expect(outcomes.accepted).toBeGreaterThan(0);
    expect(outcomes.refused).toBeGreaterThan(0);
    const recorded = await paymentsIn(studentIds);
    expect(recorded.length).toBe(outcomes.accepted);
  }, 180_000);

  it('payments against charge runs: each student is charged once and each payment is there', async () => {
    await publishFees();
    const runs: string[] = [];
    const paid: string[] = [];
    await race(RACES, async (n) => {
      const studentClass = `Race ${n}`;
      const studentId = await enrol(studentClass, `C-${n}`);
      accounts.add(studentId);
      studentIds.push(studentId);
      const digest = await digestOf(studentClass);
      const commit = (on: SessionOnBoth['first'], key: string) =>
        on.post(`/api/v1/terms/${termId}/charge-runs`, { class: studentClass, digest }, key);
      const pay = (on: SessionOnBoth['first'], key: string) =>
        on.post(`/api/v1/students/${studentId}/payments`, CASH, `run-${n}-${key}`);
      const { first, second } = session;
      const [commits, payments] = await raced(
        random,
        () => Promise.all([commit(first, `run-${n}-a`), commit(second, `run-${n}-b`)]),
        () => Promise.all([pay(second, '1'), pay(first, '2'), pay(second, '3')]),
      );
      runs.push(
        ...commits.filter(({ status }) => status === 202).map(({ body }) => text(body['id'])),
      );
      paid.push(...payments.filter(({ status }) => status === RECORDED).map(paymentIdOf));
      expect(commits.filter(({ status }) => status === 202).length).toBeGreaterThan(0);
    });
    for (const id of runs) await until(`the end of run ${id}`, () => isCompleted(id));
    for (const studentId of studentIds.slice(LANES)) {
      const { charges } = await office.accountOf(studentId);
      expect([...charges.values()].map(({ feeCode }) => feeCode).toSorted(byText)).toEqual([
        'BOARDING',
        'TUITION',
      ]);
    }
    const recorded = await paymentsIn(studentIds);
    expect(paid.length).toBe(3 * RACES);
    expect(recorded.toSorted(byText)).toEqual(paid.toSorted(byText));
  }, 180_000);

  it('reversals against refunds of one payment: its money leaves once', async () => {
    const met = { reversed: 0, refunded: 0 };
    await race(RACES, async (n, lane) => {
      const studentId = studentIds[lane] ?? '';
      const { first, second } = session;
      const path = `/api/v1/students/${studentId}/payments`;
      const paymentId = paymentIdOf(await first.post(path, CASH, `back-${n}`));
      const reverse = (on: typeof first, key: string) =>
        on.post(`${path}/${paymentId}/reverse`, { reason: 'Bounced' }, `reverse-${n}-${key}`);
      const refund = (on: typeof first, key: string) =>
        on.post(`${path}/${paymentId}/refund`, HALF_AND_MORE, `refund-${n}-${key}`);
      const [reversals, refunds] = await raced(
        random,
        () => Promise.all([reverse(first, 'a'), reverse(second, 'b')]),
        () => Promise.all([refund(second, 'a'), refund(first, 'b')]),
      );
      const accepted = (answers: readonly ApiAnswer[]) =>
        answers.filter(({ status }) => status < 300).length;
      expect(accepted(reversals)).toBe(1);
      expect(accepted(refunds)).toBeLessThanOrEqual(1);
      const payment = (await office.accountOf(studentId)).payments.get(paymentId);
      expect(payment?.reversedMinor).toBe(accepted(refunds) === 1 ? 400n : 1_000n);
      expect(payment?.refundedMinor).toBe(accepted(refunds) === 1 ? 600n : 0n);
      met.reversed += 1 - accepted(refunds);
      met.refunded += accepted(refunds);
    });
    expect(met.reversed).toBeGreaterThan(0);
    expect(met.refunded).toBeGreaterThan(0);
  }, 180_000);

  it('afterwards every account is sound, and receipts have no gap', async () => {
    for (const studentId of accounts) await office.accountOf(studentId);
    const paymentIds = (await paymentsIn([...accounts])).map((id) => JSON.stringify(id));
    const book = String(new Date().getUTCFullYear());
    await until('every receipt', async () => {
      return (await office.receiptsOf(book)).length >= paymentIds.length;
    });
    const receipts = await office.receiptsOf(book);
    expect(receipts.map(({ number }) => number)).toEqual(receipts.map((_, i) => `"${i + 1}"`));
    expect(receipts.map(({ paymentId }) => paymentId).toSorted(byText)).toEqual(
      paymentIds.toSorted(byText),
    );
  });

  it('and nobody was told of a failure but `busy` and `outcome_unknown`', () => {
    expect(office.failures.map(({ status, body }) => [status, body])).toEqual([]);
  });

  async function publishFees(): Promise<void> {
    const line = { description: 'Fees', amountMinor: 1_500, dueOn: '2026-05-31' };
    const lines = ['TUITION', 'BOARDING'].map((feeCode) => ({ feeCode, ...line }));
    const { status } = await session.first.put(`/api/v1/terms/${termId}/fee-schedule`, { lines });
    expect(status).toBe(200);
  }

  async function enrol(studentClass: string, admissionNo: string): Promise<string> {
    const { body } = await session.first.post('/api/v1/students', {
      admissionNo,
      givenName: 'Rudo',
      familyName: 'Dube',
      class: studentClass,
      enrolledOn: '2026-01-13',
    });
    return text(body['id']);
  }

  /** Once the read model knows the student. */
  async function digestOf(studentClass: string): Promise<string> {
    const path = `/api/v1/terms/${termId}/charge-runs/preview`;
    let digest = '';
    await until(`class ${studentClass}`, async () => {
      const { body } = await session.first.post(path, { class: studentClass });
      digest = text(body['digest']);
      return JSON.stringify(body['totals']?.['students']) === '1';
    });
    return digest;
  }

  async function isCompleted(id: string): Promise<boolean> {
    const { body } = await session.second.get(`/api/v1/charge-runs/${id}`);
    return body['status'] !== undefined && text(body['status']) === 'completed';
  }

  async function paymentsIn(ids: readonly string[]): Promise<string[]> {
    const facts = await Promise.all(ids.map((id) => office.factsOf(id)));
    return facts.flat().flatMap(paymentIdsOf);
  }
});

/** 10.00: below the limit above which two persons are needed. */
const CASH = { amountMinor: 1_000, method: 'cash', effectiveDate: '2026-05-11' };
const HALF_AND_MORE = { amountMinor: 600, reason: 'Paid too much' };

function paymentIdOf({ body }: ApiAnswer): string {
  return text(body['payment']?.['id']);
}

function paymentIdsOf(fact: Awaited<ReturnType<RaceOffice['factsOf']>>[number]): string[] {
  return fact.type === 'PaymentRecorded' ? [fact.data.paymentId] : [];
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
