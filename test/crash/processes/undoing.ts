// Undoing what crosses streams: a payment moves to the right child, a charge run is cancelled.
import { movedPaymentIdOf } from '../../../src/modules/billing/domain/move-payment.js';
import { text } from '../../support/api.js';
import { until } from '../../process/processes.js';
import type { Case, OpenSchool, ProcessUnderTest } from '../process-under-test.js';
import { chargeRun, TUITION } from './charge-runs.js';
import { publishFees, termFor } from './fees.js';
import { payment, studentWhoOwes } from './payments.js';

const KEPT = { sameKey: 'first answer', nobody: 'finished' } as const;

export const MOVE: ProcessUnderTest = {
  name: 'moving a payment to the right child',
  end: 'ReceiptIssued',
  appends: [
    { ...KEPT, writes: ['AllocationReleased', 'PaymentReversed'] },
    { ...KEPT, writes: ['ReferenceClaimed'] },
    { ...KEPT, writes: ['PaymentRecorded', 'PaymentAllocated'] },
    { ...KEPT, writes: ['ReceiptIssued'] },
  ],
  prepare: async (school, tag) => {
    const wrong = await studentWhoOwes(school, `wrong-${tag}`);
    const right = await studentWhoOwes(school, `right-${tag}`);
    const paying = payment(school, `paid-${tag}`, {
      studentId: wrong,
      externalRef: `BT-${tag}-7731`,
    });
    const paid = await paying.ask(school.client);
    expect(text(paid.body['payment']?.['receiptStatus'])).toBe('issued');
    const paymentId = text(paid.body['payment']?.['id']);
    const body = { toStudentId: right, reason: 'Wrong child' };
    return {
      tag,
      marks: [paymentId, movedPaymentIdOf({ studentId: wrong, paymentId }, right)],
      subjects: [wrong, right],
      ask: (client) =>
        client.post(`/api/v1/students/${wrong}/payments/${paymentId}/move`, body, tag),
    };
  },
};

export const RUN_CANCELLATION: ProcessUnderTest = {
  name: 'cancelling a charge run over two students',
  end: 'ChargeRunUndone',
  endsLater: true,
  appends: [
    { ...KEPT, writes: ['ChargeRunCancelled'] },
    { ...KEPT, writes: ['ChargeCancelled'] },
    { ...KEPT, writes: ['ChargeCancelled'] },
    { ...KEPT, writes: ['ChargeRunUndone'] },
  ],
  prepare: async (school, tag) => {
    const termId = await termFor(school.client, 'cancelled');
    await publishFees(school.client, { termId, key: 'cancelled' }, [TUITION]);
    const run = await chargeRun(school, tag, { termId, students: 2 });
    const chargeRunId = text((await run.ask(school.client)).body['id']);
    await finished(school, chargeRunId);
    const body = { reason: 'Wrong fees' };
    const cancel: Case['ask'] = (client) =>
      client.post(`/api/v1/charge-runs/${chargeRunId}/cancel`, body, `cancel-${tag}`);
    return { ...run, marks: run.subjects, ask: cancel };
  },
};

function finished({ client }: OpenSchool, chargeRunId: string): Promise<void> {
  return until(`the end of run ${chargeRunId}`, async () => {
    const { body } = await client.get(`/api/v1/charge-runs/${chargeRunId}`);
    return text(body['status']) === 'completed';
  });
}
