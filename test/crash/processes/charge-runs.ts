// Charge runs over a class of their own: three students, one who is charged by another run meanwhile,
// and a plan that is too long for one append.
import { commandIdOf, createdIdOf, type Uuid } from '../../../src/kernel/ids.js';
import { type TestClient, text } from '../../support/api.js';
import { until } from '../../process/processes.js';
import type { AppendUnderTest, Case, OpenSchool, ProcessUnderTest } from '../process-under-test.js';
import { publishFees, termFor, type FeeLine } from './fees.js';

const COMMITTED = {
  writes: ['ChargeRunPlanned', 'ChargeRunChunkFrozen', 'ChargeRunCommitted'],
  sameKey: 'first answer',
  nobody: 'finished',
} as const;
const CHARGED = {
  writes: ['AccountOpened', 'ChargeRaised', 'ChargeRaised'],
  sameKey: 'first answer',
  nobody: 'finished',
} as const;
const FAILED = { ...CHARGED, writes: ['ChargeRunStudentFailed'] } as const;
const COMPLETED = { ...CHARGED, writes: ['ChargeRunCompleted'] } as const;

export const TUITION = {
  feeCode: 'TUITION',
  description: 'Tuition',
  amountMinor: 45_000,
  dueOn: '2026-05-31',
};
const BOARDING = { ...TUITION, feeCode: 'BOARDING', description: 'Boarding', amountMinor: 12_500 };

export const CHARGE_RUN: ProcessUnderTest = {
  name: 'charge run over three students',
  end: 'ChargeRunCompleted',
  appends: [COMMITTED, CHARGED, CHARGED, CHARGED, COMPLETED],
  prepare: async (school, tag) => {
    const termId = await termFor(school.client, 'three students');
    await publishFees(school.client, { termId, key: 'three students' }, [TUITION, BOARDING]);
    return chargeRun(school, tag, { termId, students: 3 });
  },
};

export const CHARGE_RUN_WITH_A_FAILURE: ProcessUnderTest = {
  name: 'charge run over a student who is charged meanwhile',
  end: 'ChargeRunCompleted',
  appends: [COMMITTED, FAILED, COMPLETED],
  prepare: async (school, tag) => {
    const termId = await termFor(school.client, tag);
    await publishFees(school.client, { termId, key: `both-${tag}` }, [TUITION, BOARDING]);
    const run = await chargeRun(school, tag, { termId, students: 1 });
    // One of the two fees is charged by a run of its own, so the other one is no longer as frozen.
    const meanwhile = async ({ client, principal }: OpenSchool) => {
      await publishFees(client, { termId, key: `one-${tag}` }, [TUITION]);
      const other = await requestOf(client, termId, tag);
      const key = `other-${tag}`;
      expect((await client.post(pathOf(termId), other, key)).status).toBe(202);
      const id = createdIdOf(commandIdOf(principal, key), 'chargeRun');
      await until(`the end of run ${id}`, async () => {
        const { body } = await client.get(`/api/v1/charge-runs/${id}`);
        return text(body['status']) === 'completed';
      });
    };
    return { ...run, meanwhile: { after: 1, run: meanwhile } };
  },
};

const LONG_PLAN: readonly AppendUnderTest[] = [
  {
    writes: ['ChargeRunPlanned', ...Array<string>(4).fill('ChargeRunChunkFrozen')],
    sameKey: 'goes on',
    nobody: ['ChargeRunCancelled'],
  },
  { ...COMMITTED, writes: ['ChargeRunChunkFrozen', 'ChargeRunCommitted'] },
];

/** 170 instalments a student, with descriptions of 300 bytes: five students fill two appends. */
export const LONG_CHARGE_RUN: ProcessUnderTest = {
  name: 'charge run whose plan takes two appends',
  end: 'ChargeRunCompleted',
  appends: LONG_PLAN,
  prepare: async (school, tag) => {
    const days = Array.from({ length: 10 }, (_, i) => ({ dueOn: `2026-06-${i + 10}` }));
    const fees: FeeLine[] = Array.from({ length: 17 }, (_, i) => ({
      feeCode: `FEE-${i}`,
      description: '学'.repeat(100),
      amountMinor: 1_200,
      instalments: days,
    }));
    const termId = await termFor(school.client, 'long');
    await publishFees(school.client, { termId, key: 'long' }, fees);
    return chargeRun(school, tag, { termId, students: 5 });
  },
};

/** A run over so many students of a class of their own, previewed. */
export async function chargeRun(
  { client, principal }: OpenSchool,
  tag: string,
  { termId, students }: { termId: Uuid; students: number },
): Promise<Case> {
  const studentIds: Uuid[] = [];
  for (let n = 0; n < students; n += 1) studentIds.push(await enrol(client, tag, n));
  await until(`${students} students in class ${tag}`, async () => {
    const preview = await previewOf(client, termId, tag);
    return preview.body['totals']?.['students'] === (students as unknown);
  });
  const chargeRunId = createdIdOf(commandIdOf(principal, tag), 'chargeRun');
  const body = await requestOf(client, termId, tag);
  return {
    tag,
    marks: [chargeRunId],
    subjects: [chargeRunId, ...studentIds],
    ask: (by) => by.post(pathOf(termId), body, tag),
  };
}

async function enrol(client: TestClient, tag: string, n: number): Promise<Uuid> {
  const { status, body } = await client.post('/api/v1/students', {
    admissionNo: `${tag}-${n}`,
    givenName: 'Farai',
    familyName: 'Ncube',
    class: tag,
    enrolledOn: '2026-01-13',
  });
  expect(status).toBe(201);
  return text(body['id']);
}

async function requestOf(client: TestClient, termId: Uuid, tag: string): Promise<object> {
  const { body } = await previewOf(client, termId, tag);
  return { class: tag, digest: text(body['digest']), effectiveDate: '2026-05-11' };
}

function previewOf(client: TestClient, termId: Uuid, tag: string) {
  return client.post(`${pathOf(termId)}/preview`, { class: tag });
}

function pathOf(termId: Uuid): string {
  return `/api/v1/terms/${termId}/charge-runs`;
}
