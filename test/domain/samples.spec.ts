// The frozen samples tell one story: each fold reads its part of it to the same state as ever.
import { readFileSync } from 'node:fs';
import { EventRegistry, type StoredEvent } from '../../src/eventstore/index.js';
import type { Fact, Fold } from '../../src/kernel/fact.js';
import {
  accountFold,
  accountTotals,
  BILLING_EVENTS,
  calendarFold,
  chargeRunFold,
  feeScheduleFold,
  feesForClass,
  schoolFold,
} from '../../src/modules/billing/index.js';
import { referenceFold } from '../../src/modules/billing/domain/payment-reference.js';
import { STUDENT_EVENTS, studentFold } from '../../src/modules/students/index.js';

const FOLDER = new URL('../eventstore/samples/', import.meta.url);
const registry = new EventRegistry([...STUDENT_EVENTS, ...BILLING_EVENTS]);
const STUDENT = '3d52c1f4-6f1c-5b0e-8d3a-0a1b2c3d4e5f';

/** The fold over samples, as they would be read from the log today. */
function folded<State, F extends Fact>(fold: Fold<State, F>, ...types: F['type'][]): State {
  return types.reduce((state, type) => fold.evolve(state, factOf<F>(type)), fold.initialState);
}

function factOf<F extends Fact>(type: string): F {
  const text = readFileSync(new URL(`${type}.v1.json`, FOLDER), 'utf8');
  const { data, metadata } = JSON.parse(text) as Pick<StoredEvent, 'data' | 'metadata'>;
  const place = { id: metadata.commandId, stream: 'sample-1', revision: 0 };
  const position = { commit: 0n, prepare: 0n };
  return registry.upcast<F>({ ...place, type, data, metadata, position });
}

describe('the folds read the frozen samples', () => {
  it('of an account', () => {
    const account = folded(
      accountFold,
      'AccountOpened',
      'ChargeRaised',
      'PaymentAbandoned',
      'PaymentRecorded',
      'PaymentAllocated',
    );
    accountFold.assertInvariants(account);
    expect(account.opened).toEqual({ studentId: STUDENT, currency: 'USD' });
    expect(accountTotals(account)).toMatchObject({
      chargedMinor: 6_000n,
      paidMinor: 8_000n,
      outstandingMinor: 0n,
      creditMinor: 2_000n,
      netMinor: -2_000n,
    });
    expect([...account.charges.values()]).toMatchObject([
      { kind: 'term_fee', dueOn: '2026-05-15', instalment: { no: 1, of: 2 }, priority: 100 },
    ]);
    expect([...account.payments.values()]).toMatchObject([
      { method: 'mobile_money', holdCredit: false, receiptBook: '2026' },
    ]);
    expect(account.abandoned.size).toBe(1);
  });

  it('of a student', () => {
    expect(folded(studentFold, 'StudentRegistered')).toMatchObject({
      kind: 'registered',
      studentId: STUDENT,
      enrolledOn: '2026-01-12',
      classes: [{ class: 'Grade 1', from: '2026-01-12' }],
    });
    expect(folded(studentFold, 'StudentRegistrationAbandoned')).toEqual({ kind: 'abandoned' });
  });

  it('of the calendar', () => {
    const calendar = folded(calendarFold, 'SchoolYearDefined', 'TermScheduled', 'TermOpened');
    expect([...calendar.terms.values()]).toMatchObject([
      { name: 'Second Term (2026)', status: 'open' },
    ]);
    expect(calendar.schoolYears.get('2026')).toMatchObject({ endsOn: '2026-12-31' });
  });

  it('of the school and its fees', () => {
    expect(folded(schoolFold, 'SchoolConfigured')).toMatchObject({
      currency: 'USD',
      currencyExponent: 2,
      timeZone: 'Africa/Harare',
      fourEyesLimitMinor: 10_000n,
    });
    const fees = feesForClass(folded(feeScheduleFold, 'FeeSchedulePublished'), 'Grade 1');
    expect(fees.map(({ amountMinor }) => amountMinor)).toEqual([6_000n, 6_000n, 3_000n]);
  });

  it('of a charge run and a claimed reference', () => {
    const run = folded(
      chargeRunFold,
      'ChargeRunPlanned',
      'ChargeRunChunkFrozen',
      'ChargeRunCommitted',
      'ChargeRunStudentFailed',
      'ChargeRunCompleted',
    );
    expect(run).toMatchObject({
      committed: true,
      cancelled: undefined,
      completed: { charged: '1' },
    });
    expect(run.students).toMatchObject([{ studentId: STUDENT, expectedNetMinor: '9000' }]);
    expect(folded(chargeRunFold, 'ChargeRunCancelled').cancelled).toEqual({
      reasonCode: 'never_committed',
    });
    expect(folded(referenceFold, 'ReferenceClaimed')?.digest).toMatch(/^(9a)+$/);
  });
});
