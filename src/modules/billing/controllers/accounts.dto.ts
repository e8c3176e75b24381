// Bodies and answers of a student's account: the schemas that check a request also describe it.
import { z } from 'zod';
import {
  amountMinorSchema,
  dateSchema,
  feeCodeSchema,
  nameSchema,
  textSchema,
  uuidSchema,
} from '../../../http/schema.js';
import { localDate } from '../../../kernel/local-date.js';

const NOTE_CHARACTERS_MAX = 500;
const REFERENCE_CHARACTERS_MAX = 64;
const ALLOCATIONS_MAX = 500;
export const PRIORITY_MAX = 9_999;

export const daySchema = dateSchema.transform(localDate);
export const descriptionSchema = nameSchema;
export const prioritySchema = z.int().min(0).max(PRIORITY_MAX);

export const methodSchema = z.enum([
  'cash',
  'bank_transfer',
  'mobile_money',
  'card',
  'cheque',
  'other',
]);

export const recordPaymentSchema = z
  .strictObject({
    amountMinor: amountMinorSchema,
    method: methodSchema,
    effectiveDate: daySchema.optional(),
    externalRef: textSchema(REFERENCE_CHARACTERS_MAX).optional(),
    provider: textSchema(REFERENCE_CHARACTERS_MAX).optional(),
    payer: nameSchema.optional(),
    note: textSchema(NOTE_CHARACTERS_MAX).optional(),
    hold: z.boolean().optional(),
    allocations: z
      .array(z.strictObject({ chargeId: uuidSchema, amountMinor: amountMinorSchema }))
      .max(ALLOCATIONS_MAX)
      .optional(),
  })
  .meta({ id: 'RecordPayment' });

export const raiseChargeSchema = z
  .strictObject({
    feeCode: feeCodeSchema,
    description: descriptionSchema,
    amountMinor: amountMinorSchema,
    dueOn: daySchema,
    termId: uuidSchema,
    effectiveDate: daySchema.optional(),
    priority: prioritySchema.optional(),
  })
  .meta({ id: 'RaiseCharge' });

export const minorSchema = z.int().meta({ description: 'Minor units of the account’s currency' });

export const balanceSchema = z
  .object({
    currency: z.string(),
    outstandingMinor: minorSchema,
    creditMinor: minorSchema,
    netMinor: minorSchema,
    paymentStatus: z.enum(['NOT_CHARGED', 'CREDIT', 'PAID', 'UNPAID', 'PARTIAL']),
  })
  .meta({ id: 'Balance' });

export const recordedPaymentSchema = z
  .object({
    payment: z.object({
      id: uuidSchema,
      schoolYear: z.string().optional(),
      receiptNo: z.int().optional(),
      receiptStatus: z.enum(['issued', 'pending']),
      amountMinor: minorSchema,
      method: methodSchema,
      effectiveDate: z.iso.date(),
      recordedAt: z.iso.datetime(),
      allocations: z.array(
        z.object({
          chargeId: uuidSchema,
          amountMinor: minorSchema,
          rule: z.enum(['explicit', 'oldest_due', 'credit_on_charge', 'credit_on_release']),
        }),
      ),
      creditMinor: minorSchema,
    }),
    balance: balanceSchema,
  })
  .meta({ id: 'RecordedPayment' });

export const chargeShape = {
  id: uuidSchema,
  kind: z.enum(['term_fee', 'ad_hoc', 'late_fee', 'opening', 'refund_recovery']),
  termId: uuidSchema.optional(),
  feeCode: z.string(),
  description: z.string(),
  amountMinor: minorSchema,
  outstandingMinor: minorSchema,
  effectiveDate: z.iso.date(),
  dueOn: z.iso.date(),
  priority: z.int(),
};

export const raisedChargeSchema = z
  .object({
    charge: z.object(chargeShape),
    appliedCredit: z.array(z.object({ paymentId: uuidSchema, amountMinor: minorSchema })),
    balance: balanceSchema,
  })
  .meta({ id: 'RaisedCharge' });
