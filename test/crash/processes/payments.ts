// Payments: without a reference, with one, and with one that somebody claimed and died.
import { commandIdOf, paymentIdOf, type Uuid } from '../../../src/kernel/ids.js';
import { chargeTuition, registerStudent } from '../../support/fixtures.js';
import type { Case, OpenSchool, ProcessUnderTest } from '../process-under-test.js';

const RECORDED = {
  writes: ['PaymentRecorded', 'PaymentAllocated'],
  sameKey: 'first answer',
  nobody: 'finished',
} as const;
const ISSUED = { writes: ['ReceiptIssued'], sameKey: 'first answer', nobody: 'finished' } as const;
/** A claim alone is no promise: whoever needs the reference next fences it off. */
const CLAIMED = { writes: ['ReferenceClaimed'], sameKey: 'goes on', nobody: [] } as const;

export const PAYMENT: ProcessUnderTest = {
  name: 'payment',
  end: 'ReceiptIssued',
  appends: [RECORDED, ISSUED],
  prepare: async (school, tag) =>
    payment(school, tag, { studentId: await studentWhoOwes(school, tag) }),
};

export const PAYMENT_WITH_REFERENCE: ProcessUnderTest = {
  name: 'payment with a reference',
  end: 'ReceiptIssued',
  appends: [CLAIMED, RECORDED, ISSUED],
  prepare: async (school, tag) => {
    const studentId = await studentWhoOwes(school, tag);
    return payment(school, tag, { studentId, externalRef: `BT-${tag}-7731` });
  },
};

export const PAYMENT_OVER_A_DEAD_CLAIM: ProcessUnderTest = {
  name: 'payment whose reference a dead one claimed',
  end: 'ReceiptIssued',
  appends: [
    { writes: ['AccountOpened', 'PaymentAbandoned'], sameKey: 'goes on', nobody: [] },
    CLAIMED,
    RECORDED,
    ISSUED,
  ],
  prepare: async (school, tag) => {
    const externalRef = `BT-${tag}-7731`;
    const other = await registerStudent(school.client, `other-${tag}`);
    const dead = payment(school, `dead-${tag}`, { studentId: other, externalRef });
    await school.begin(dead);
    const studentId = await studentWhoOwes(school, tag);
    const alive = payment(school, tag, { studentId, externalRef });
    return { ...alive, subjects: [...dead.subjects, ...alive.subjects] };
  },
};

/** 80.00 by bank transfer. */
export function payment(
  school: OpenSchool,
  tag: string,
  { studentId, externalRef }: { studentId: Uuid; externalRef?: string },
): Case {
  const commandId = commandIdOf(school.principal, tag);
  const paymentId = paymentIdOf({ commandId, studentId, attempt: 0 });
  const body = {
    amountMinor: 8_000,
    method: 'bank_transfer',
    effectiveDate: '2026-05-11',
    ...(externalRef === undefined ? {} : { externalRef }),
  };
  return {
    tag,
    marks: [paymentId],
    subjects: [studentId],
    ask: (client) => client.post(`/api/v1/students/${studentId}/payments`, body, tag),
  };
}

/** Of 120.00, in the open term. */
export async function studentWhoOwes({ client, termId }: OpenSchool, tag: string): Promise<Uuid> {
  const studentId = await registerStudent(client, tag);
  await chargeTuition(client, { studentId, termId });
  return studentId;
}
