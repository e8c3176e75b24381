// Bodies and answers of undoing, holding and moving payments.
import { z } from 'zod';
import { amountMinorSchema, uuidSchema } from '../../../http/schema.js';
import { balanceSchema, daySchema, methodSchema, minorSchema } from './accounts.dto.js';
import { reasonShape } from './undo.dto.js';

export const refundPaymentSchema = z
  .strictObject({
    amountMinor: amountMinorSchema,
    method: methodSchema.optional(),
    effectiveDate: daySchema.optional(),
    ...reasonShape,
  })
  .meta({ id: 'RefundPayment' });

export const movePaymentSchema = z
  .strictObject({ toStudentId: uuidSchema, ...reasonShape })
  .meta({ id: 'MovePayment' });

export const holdCreditSchema = z.strictObject({ hold: z.boolean() }).meta({ id: 'HoldCredit' });

export const paymentStandSchema = z
  .object({
    payment: z.object({
      id: uuidSchema,
      schoolYear: z.string().optional(),
      amountMinor: minorSchema,
      method: methodSchema,
      effectiveDate: z.iso.date(),
      holdCredit: z.boolean(),
      reversedOn: z.iso.date().optional(),
      movedTo: z.object({ studentId: uuidSchema, paymentId: uuidSchema }).optional(),
      reversedMinor: minorSchema,
      refundedMinor: minorSchema,
      creditMinor: minorSchema,
      allocations: z.array(
        z.object({
          chargeId: uuidSchema,
          amountMinor: minorSchema,
          rule: z.enum(['explicit', 'oldest_due', 'credit_on_charge', 'credit_on_release']),
        }),
      ),
    }),
    balance: balanceSchema,
  })
  .meta({ id: 'PaymentStand' });

export const refundSchema = z
  .object({
    refund: z.object({
      id: uuidSchema,
      paymentId: uuidSchema,
      amountMinor: minorSchema,
      method: methodSchema,
      effectiveDate: z.iso.date(),
      reversedOn: z.iso.date().optional(),
    }),
    balance: balanceSchema,
  })
  .meta({ id: 'Refund' });
