// How answers say what lowered, gave back or undid something.
import { z } from 'zod';
import { REASON_CODES } from '../../modules/billing/index.js';
import { minorSchema } from '../api-schemas.js';

export const undoingShape = {
  effectiveDate: z.iso.date(),
  recordedAt: z.iso.datetime(),
  principal: z.string(),
  reasonCode: z.enum(REASON_CODES),
  reason: z.string().optional(),
};

export const movedSchema = z.object({ studentId: z.uuid(), paymentId: z.uuid() });

export const adjustmentSchema = z.object({
  id: z.uuid(),
  chargeId: z.uuid(),
  feeCode: z.string(),
  kind: z.string(),
  amountMinor: minorSchema,
  basisPoints: z.int().optional(),
  onMinor: minorSchema.optional(),
  ...undoingShape,
  reversal: z.object(undoingShape).optional(),
  position: z.int().optional(),
});

export const refundSchema = z.object({
  id: z.uuid(),
  paymentId: z.uuid(),
  amountMinor: minorSchema,
  method: z.string(),
  ...undoingShape,
  reversal: z.object(undoingShape).optional(),
  position: z.int().optional(),
});
