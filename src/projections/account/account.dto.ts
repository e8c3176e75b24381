// What GET /students/:id/account, /balance and /payments/:paymentId give.
import { z } from 'zod';
import { dateSchema } from '../../http/schema.js';
import { isLocalDate } from '../../kernel/local-date.js';
import { minorSchema, paymentStatusSchema, stampShape } from '../api-schemas.js';
import { adjustmentSchema, movedSchema, refundSchema, undoingShape } from './correction.dto.js';

/** `asOf` is any day of the calendar; of one to come the answer is all that is recorded. */
export const asOfSchema = z.strictObject({
  asOf: dateSchema.refine(isLocalDate, 'is no day of the calendar (YYYY-MM-DD)').optional(),
});
export type AsOfQuery = z.output<typeof asOfSchema>;

const allocationSchema = z.object({
  paymentId: z.uuid(),
  chargeId: z.uuid(),
  feeCode: z.string(),
  amountMinor: minorSchema,
  effectiveDate: z.iso.date(),
  rule: z.string(),
});

const chargeSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  termId: z.uuid().optional(),
  feeCode: z.string(),
  instalment: z.object({ no: z.int(), of: z.int() }).optional(),
  description: z.string(),
  amountMinor: minorSchema,
  cancelledMinor: minorSchema,
  adjustedMinor: minorSchema,
  paidMinor: minorSchema,
  outstandingMinor: minorSchema,
  effectiveDate: z.iso.date(),
  dueOn: z.iso.date(),
  priority: z.int(),
  cancelled: z.boolean(),
  cancellation: z.object(undoingShape).optional(),
  chargeRunId: z.uuid().optional(),
  recordedAt: z.iso.datetime(),
  position: z.int().optional(),
  allocations: z.array(allocationSchema),
  adjustments: z.array(adjustmentSchema),
});

export const paymentSchema = z.object({
  id: z.uuid(),
  amountMinor: minorSchema,
  method: z.string(),
  effectiveDate: z.iso.date(),
  recordedAt: z.iso.datetime(),
  principal: z.string(),
  schoolYear: z.string().optional(),
  receiptNo: z.int().optional(),
  receiptStatus: z.enum(['issued', 'pending', 'none']),
  payer: z.string().optional(),
  note: z.string().optional(),
  externalRef: z.string().optional(),
  provider: z.string().optional(),
  holdCredit: z.boolean(),
  movedFrom: movedSchema.optional(),
  reversedOn: z.iso.date().optional(),
  reversal: z
    .object({ ...undoingShape, amountMinor: minorSchema, movedTo: movedSchema.optional() })
    .optional(),
  reversedMinor: minorSchema,
  refundedMinor: minorSchema,
  creditMinor: minorSchema,
  position: z.int().optional(),
  allocations: z.array(allocationSchema),
  refunds: z.array(refundSchema),
});

const totalsSchema = z.object({
  chargedMinor: minorSchema,
  cancelledMinor: minorSchema,
  adjustedMinor: minorSchema,
  paidMinor: minorSchema,
  reversedMinor: minorSchema,
  refundedMinor: minorSchema,
  outstandingMinor: minorSchema,
  creditMinor: minorSchema,
  netMinor: minorSchema,
});

const sumsShape = {
  currency: z.string(),
  terms: z.array(
    z.object({
      termId: z.uuid().optional(),
      name: z.string().optional(),
      chargedMinor: minorSchema,
      cancelledMinor: minorSchema,
      adjustedMinor: minorSchema,
      paidMinor: minorSchema,
      outstandingMinor: minorSchema,
      paymentStatus: paymentStatusSchema,
    }),
  ),
  totals: totalsSchema,
  parked: z
    .literal(true)
    .optional()
    .describe(
      'The lists stop at an event of this student: folded from the log, without positions.',
    ),
  ...stampShape,
};

export const balanceSchema = z.object({ asOf: z.iso.date(), ...sumsShape });

export const accountSchema = z.object({
  charges: z.array(chargeSchema),
  payments: z.array(paymentSchema),
  adjustments: z.array(adjustmentSchema),
  asOf: z.iso.date().optional(),
  creditMinor: minorSchema,
  ...sumsShape,
});
