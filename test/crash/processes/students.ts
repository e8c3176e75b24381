// Registering a student: with a free admission number, and with one that somebody claimed and died.
import { commandIdOf, createdIdOf } from '../../../src/kernel/ids.js';
import type { Case, OpenSchool, ProcessUnderTest } from '../process-under-test.js';

const CLAIMED = { writes: ['AdmissionNumberClaimed'], sameKey: 'goes on', nobody: [] } as const;
const REGISTERED = {
  writes: ['StudentRegistered'],
  sameKey: 'first answer',
  nobody: 'finished',
} as const;

export const REGISTRATION: ProcessUnderTest = {
  name: 'registering a student',
  end: 'StudentRegistered',
  appends: [CLAIMED, REGISTERED],
  prepare: async (school, tag) => registration(school, tag, `HS-${tag}`),
};

export const REGISTRATION_OVER_A_DEAD_CLAIM: ProcessUnderTest = {
  name: 'registering a student whose number a dead one claimed',
  end: 'StudentRegistered',
  appends: [
    { writes: ['StudentRegistrationAbandoned'], sameKey: 'goes on', nobody: [] },
    CLAIMED,
    REGISTERED,
  ],
  prepare: async (school, tag) => {
    const dead = registration(school, `dead-${tag}`, `HS-${tag}`);
    await school.begin(dead);
    const alive = registration(school, tag, `HS-${tag}`);
    return { ...alive, subjects: [...dead.subjects, ...alive.subjects] };
  },
};

function registration({ principal }: OpenSchool, tag: string, admissionNo: string): Case {
  const studentId = createdIdOf(commandIdOf(principal, tag), 'student');
  const body = {
    admissionNo,
    givenName: 'Tariro',
    familyName: 'Moyo',
    class: 'Form 2A',
    enrolledOn: '2026-01-13',
  };
  return {
    tag,
    marks: [studentId],
    subjects: [studentId],
    ask: (client) => client.post('/api/v1/students', body, tag),
  };
}
