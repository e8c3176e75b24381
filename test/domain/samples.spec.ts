// One frozen event of each type and version that was ever written. This release must read them all;
// a sample is never changed, a new version gets a new file.
import { readdirSync, readFileSync } from 'node:fs';
import { EventRegistry, type StoredEvent } from '../../src/eventstore/index.js';
import type { FactMetadata } from '../../src/kernel/fact.js';
import {
  accountFold,
  BILLING_EVENTS,
  calendarFold,
  chargeRunFold,
  feeScheduleFold,
  schoolFold,
  type AccountFact,
  type CalendarFact,
  type ChargeRunFact,
  type FeeScheduleFact,
  type SchoolFact,
} from '../../src/modules/billing/index.js';
import { STUDENT_EVENTS, studentFold, type StudentFact } from '../../src/modules/students/index.js';

const FOLDER = new URL('../eventstore/samples/', import.meta.url);
const DEFINITIONS = [...STUDENT_EVENTS, ...BILLING_EVENTS];
const registry = new EventRegistry(DEFINITIONS);

interface Sample {
  readonly type: string;
  readonly schemaVersion: string;
  readonly data: StoredEvent['data'];
  readonly metadata: FactMetadata;
}

function sampleOf(name: string): Sample {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Sample;
}

/** The sample as it would be read from the log today. */
function factOf(type: string) {
  const { data, metadata } = sampleOf(`${type}.v1.json`);
  const place = { id: metadata.commandId, stream: 'sample-1', revision: 0 };
  return registry.upcast({ ...place, type, data, metadata, position: { commit: 0n, prepare: 0n } });
}

function scalarsOf(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(scalarsOf)
    : [value];
}

describe('frozen samples', () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

  it('are there for every version of every event type, and for no other', () => {
    const expected = DEFINITIONS.flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, n) => `${type}.v${n + 1}.json`),
    );
    expect(names.sort()).toEqual(expected.sort());
  });

  it('hold strings and booleans alone', () => {
    const kinds = names.flatMap((name) => {
      const { data, metadata } = sampleOf(name);
      return scalarsOf([data, metadata]).map((scalar) => typeof scalar);
    });
    expect(new Set(kinds)).toEqual(new Set(['string', 'boolean']));
  });

  it('are known to the registry under their version', () => {
    for (const name of names) {
      const { type, schemaVersion, metadata } = sampleOf(name);
      expect(`${type}.v${schemaVersion}.json`).toBe(name);
      expect(metadata.schemaVersion).toBe(schemaVersion);
      expect(factOf(type).type).toBe(type);
    }
  });
});

describe('the folds read the frozen samples', () => {
  it('of an account', () => {
    const facts = ['AccountOpened', 'ChargeRaised', 'PaymentRecorded', 'PaymentAbandoned'];
    const account = facts.reduce(
      (state, type) => accountFold.evolve(state, factOf(type) as AccountFact),
      accountFold.initialState,
    );
    expect(account.opened?.currency).toBe('USD');
    expect([...account.charges.values()]).toMatchObject([
      { amountMinor: 334n, dueOn: '2026-05-31', instalment: { no: 1, of: 3 }, priority: 100 },
    ]);
    expect([...account.payments.values()]).toMatchObject([
      { amountMinor: 8_000n, method: 'bank_transfer', holdCredit: false, receiptBook: '2026' },
    ]);
    expect(account.abandoned.size).toBe(1);
  });

  it('of a student, the calendar, the school, the fees and a charge run', () => {
    const student = factOf('StudentRegistered') as StudentFact;
    expect(studentFold.evolve(studentFold.initialState, student)).toMatchObject({
      kind: 'registered',
      class: '7A',
    });
    const year = factOf('SchoolYearDefined') as CalendarFact;
    const scheduled = factOf('TermScheduled') as CalendarFact;
    const calendar = [year, scheduled].reduce(
      (state, fact) => calendarFold.evolve(state, fact),
      calendarFold.initialState,
    );
    expect([...calendar.terms.values()]).toMatchObject([{ name: 'Second Term (2026)' }]);
    const school = factOf('SchoolConfigured') as SchoolFact;
    expect(schoolFold.evolve(undefined, school)).toMatchObject({ currencyExponent: 2 });
    const run = ['ChargeRunPlanned', 'ChargeRunCommitted', 'ChargeRunStudentFailed'].reduce(
      (state, type) => chargeRunFold.evolve(state, factOf(type) as ChargeRunFact),
      chargeRunFold.initialState,
    );
    expect(run).toMatchObject({ committed: true, failed: expect.any(Map) });
    const fees = factOf('FeeSchedulePublished') as FeeScheduleFact;
    const first = { ...feeScheduleFold.initialState, version: 1 };
    expect(feeScheduleFold.evolve(first, fees)).toMatchObject({ version: 2, currency: 'USD' });
  });
});
