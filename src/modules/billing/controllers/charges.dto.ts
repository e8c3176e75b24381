// Bodies and answers of lowering and undoing charges.
import { z } from 'zod';
import { amountMinorSchema, feeCodeSchema, uuidSchema } from '../../../http/schema.js';
import { balanceSchema, chargeShape, daySchema, minorSchema } from './accounts.dto.js';
import { reasonShape } from './undo.dto.js';

export const adjustChargesSchema = z
  .strictObject({
    kind: z.enum(['discount', 'scholarship', 'waiver', 'write_off']),
    amountMinor: amountMinorSchema.optional(),
    percent: z.int().min(1).max(100).optional(),
    chargeId: uuidSchema.optional(),
    feeCode: feeCodeSchema.optional(),
    validFrom: daySchema.optional(),
    validTo: daySchema.optional(),
    effectiveDate: daySchema.optional(),
    ...reasonShape,
  })
  .meta({ id: 'AdjustCharges' });

export const adjustmentSchema = z
  .object({
    adjustment: z.object({
      id: uuidSchema,
      amountMinor: minorSchema,
      lines: z.array(z.object({ chargeId: uuidSchema, amountMinor: minorSchema })),
    }),
    balance: balanceSchema,
  })
  .meta({ id: 'Adjustment' });

export const cancelledChargeSchema = z
  .object({
    charge: z.object({
      ...chargeShape,
      cancelledMinor: minorSchema,
      cancelledOn: z.iso.date(),
    }),
    balance: balanceSchema,
  })
  .meta({ id: 'CancelledCharge' });
