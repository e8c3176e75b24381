// A payment is never refused because it pays much (rule 2): what does not fit into one append waits as
// credit for the next command, and its receipt stays small enough to be written.
import type { Fact } from '../../src/kernel/fact.js';
import { unseal } from '../../src/eventstore/index.js';
import type { AccountFact, ChargeRaised } from '../../src/modules/billing/index.js';
import { accountFold } from '../../src/modules/billing/domain/student-account.fold.js';
import { InMemoryEventStore } from '../support/in-memory-event-store.js';
import { finish, previewOf, TUITION } from './charge-run-scenario.js';
import { Desk, day } from './school-desk.js';
import { schoolOver } from './school-tools.js';
import { UndoDesk } from './undo-desk.js';

const TERM = '7e120000-0000-4000-8000-000000000002';
const APPENDED_AT_ONCE = 200;

async function openDesk() {
  const desk = await new Desk(schoolOver(new InMemoryEventStore())).setUp();
  const termId = await desk.term();
  return { desk, termId, studentId: await desk.student('HS-0412') };
}

const idOf = (n: number) => `00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`;

/** Facts that many years have left in the account. */
async function seed(desk: Desk, studentId: string, facts: readonly AccountFact[]) {
  const opened: AccountFact = {
    type: 'AccountOpened',
    data: { studentId, currency: 'USD', openedOn: day('2026-01-05') },
  };
  for (let from = 0; from < facts.length; from += APPENDED_AT_ONCE) {
    const some = facts.slice(from, from + APPENDED_AT_ONCE);
    await desk.log.decideAndAppend({
      stream: `studentAccount-${studentId}`,
      fold: accountFold,
      ...desk.by(),
      decide: () => (from === 0 ? [opened, ...some] : some),
    });
  }
}

const charge = (n: number): ChargeRaised => ({
  type: 'ChargeRaised',
  data: {
    chargeId: idOf(n),
    kind: 'ad_hoc',
    termId: TERM,
    feeCode: 'LUNCH',
    description: `Lunch ${n}`,
    amountMinor: '100',
    currency: 'USD',
    effectiveDate: day('2026-01-05'),
    dueOn: day('2026-01-31'),
    priority: '100',
  },
});

const credit = (n: number): AccountFact => ({
  type: 'PaymentRecorded',
  data: {
    paymentId: idOf(n),
    amountMinor: '100',
    currency: 'USD',
    method: 'cash',
    effectiveDate: day('2026-01-05'),
    holdCredit: false,
  },
});

const numbered = <F extends Fact>(count: number, make: (n: number) => F): F[] =>
  Array.from({ length: count }, (_, n) => make(n));

describe('an account beyond what one append holds', () => {
  it('takes a payment of 3 500 charges; what is not allocated yet meets them with the next', async () => {
    const { desk, studentId } = await openDesk();
    desk.register.termNames = async () => new Map();
    await seed(desk, studentId, numbered(3_500, charge));

    const paid = await desk.pay(studentId, { amountMinor: 350_000, method: 'cash' });
    const { balance } = paid.answer;
    expect(balance.netMinor).toBe(0);
    expect(balance.outstandingMinor).toBe(balance.creditMinor);
    expect(paid.answer.payment.allocations.length).toBeGreaterThan(2_000);
    expect(paid.answer.payment.receiptNo).toBe(1);

    const next = await desk.pay(studentId, { amountMinor: 100, method: 'cash' });
    expect(next.answer.balance).toMatchObject({ outstandingMinor: 0, creditMinor: 100 });
  });

  it('prints at most 200 lines on a receipt, and they add up', async () => {
    const { desk, studentId } = await openDesk();
    desk.register.termNames = async () => new Map();
    await seed(desk, studentId, numbered(450, charge));
    await desk.pay(studentId, { amountMinor: 45_000, method: 'cash' });

    const [receipt] = await desk.school.store.readStream('receiptBook-2026');
    const secret = receipt && (await unseal(receipt, desk.school.keys));
    const content = secret !== 'erased' && secret?.['content'];
    const lines = (content as unknown as { lines: { description: string; amountMinor: string }[] })
      .lines;
    expect(lines).toHaveLength(200);
    expect(lines.at(-1)).toEqual({
      feeCode: 'OTHER',
      description: '251 more charges',
      amountMinor: '25100',
    });
    expect(lines.reduce((sum, line) => sum + Number(line.amountMinor), 0)).toBe(45_000);
  });

  it('is charged although more payments wait than one append can allocate', async () => {
    const { desk, studentId, termId } = await openDesk();
    await seed(desk, studentId, numbered(600, credit));
    const trip = { feeCode: 'TRIP', description: 'Trip', dueOn: day('2026-06-30'), termId };

    const first = await desk.charge(studentId, { ...trip, amountMinor: 60_000 });
    expect(first.answer.balance).toMatchObject({ netMinor: 0 });
    expect(first.answer.appliedCredit.length).toBeGreaterThan(200);
    const second = await desk.charge(studentId, { ...trip, amountMinor: 1 });
    expect(second.answer.balance).toMatchObject({ outstandingMinor: 1, creditMinor: 0 });
  });
});

describe('undoing on an account beyond what one append holds', () => {
  it('takes a payment of 3 000 charges back, and other credit meets them as far as it fits', async () => {
    const desk = await new UndoDesk(schoolOver(new InMemoryEventStore())).setUp();
    await desk.term();
    const studentId = await desk.student('HS-0412');
    desk.register.termNames = async () => new Map();
    await seed(desk, studentId, numbered(3_000, charge));
    const { answer } = await desk.pay(studentId, { amountMinor: 300_000, method: 'cash' });
    await desk.pay(studentId, { amountMinor: 1_000, method: 'cash' });
    const { balance } = (await desk.reverse(studentId, answer.payment.id)).answer;
    expect(balance.netMinor).toBe(299_000);
    expect(balance.creditMinor).toBe(0);
  });
});

describe('a charge run over more fees than one append holds', () => {
  it('names the students in its preview and charges the others', async () => {
    const { desk, termId, studentId } = await openDesk();
    const small = await desk.student('HS-0500', '1A');
    const lines = numbered(201, (n) => ({ type: `F${n}`, data: {} })).map(({ type }) => ({
      ...TUITION,
      feeCode: type,
      class: '7A',
    }));
    await desk.fees(termId, [...lines, { ...TUITION, feeCode: 'TUITION', class: '1A' }]);

    const preview = await previewOf(desk, termId);
    expect(preview.items.find((item) => item.studentId === studentId)).toEqual({
      studentId,
      lines: [],
      problem: 'too_many_fees',
    });
    const { answer } = await desk.commit(termId, { digest: preview.digest });
    await finish(desk, answer.id);
    expect(await desk.typesOf(`studentAccount-${small}`)).toContain('ChargeRaised');
  });
});
