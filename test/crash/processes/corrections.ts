// Correcting an admission number: to a free one, and to one that another correction claimed and died.
import type { Uuid } from '../../../src/kernel/ids.js';
import { registerStudent } from '../../support/fixtures.js';
import type { Case, ProcessUnderTest } from '../process-under-test.js';

const CLAIMED = { writes: ['AdmissionNumberClaimed'], sameKey: 'goes on', nobody: [] } as const;
const CORRECTED = {
  writes: ['StudentDetailsCorrected'],
  sameKey: 'first answer',
  nobody: 'finished',
} as const;

export const CORRECTION: ProcessUnderTest = {
  name: 'correcting an admission number',
  end: 'StudentDetailsCorrected',
  appends: [CLAIMED, CORRECTED],
  prepare: async ({ client }, tag) =>
    correction(tag, await registerStudent(client, `old-${tag}`), `new-${tag}`),
};

export const CORRECTION_OVER_A_DEAD_CLAIM: ProcessUnderTest = {
  name: 'correcting to a number that a dead one claimed',
  end: 'StudentDetailsCorrected',
  appends: [
    { writes: ['AdmissionNumberReleased'], sameKey: 'goes on', nobody: [] },
    CLAIMED,
    CORRECTED,
  ],
  prepare: async (school, tag) => {
    const other = await registerStudent(school.client, `other-${tag}`);
    const dead = correction(`dead-${tag}`, other, `new-${tag}`);
    await school.begin(dead);
    const own = await registerStudent(school.client, `old-${tag}`);
    const alive = correction(tag, own, `new-${tag}`);
    return { ...alive, subjects: [...dead.subjects, ...alive.subjects] };
  },
};

function correction(tag: string, studentId: Uuid, admissionNo: string): Case {
  return {
    tag,
    marks: [studentId],
    subjects: [studentId],
    ask: (client) =>
      client.send('PATCH', `/api/v1/students/${studentId}`, {
        body: { admissionNo },
        headers: { 'idempotency-key': tag },
      }),
  };
}
