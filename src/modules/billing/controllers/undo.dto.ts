// Bodies of what is undone or forgiven: a reason is required (rule 6).
import { z } from 'zod';
import { textSchema } from '../../../http/schema.js';
import { REASON_CODES } from '../domain/reasons.js';
import { daySchema } from './accounts.dto.js';

const REASON_CHARACTERS_MAX = 500;

export const reasonShape = {
  reason: textSchema(REASON_CHARACTERS_MAX),
  reasonCode: z.enum(REASON_CODES).optional(),
};

export const reasonSchema = z.strictObject(reasonShape).meta({ id: 'Reason' });

export const undoSchema = z
  .strictObject({ ...reasonShape, effectiveDate: daySchema.optional() })
  .meta({ id: 'Undo' });
