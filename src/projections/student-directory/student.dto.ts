// What GET /students takes and gives.
import { z } from 'zod';
import { limitSchema, textSchema, uuidSchema } from '../../http/schema.js';
import {
  minorSchema,
  paymentStatusSchema,
  stampShape,
  studentStatusSchema,
} from '../api-schemas.js';

const SEARCH_CHARACTERS_MAX = 100;
/** As long as a class may be: a longer one is nobody’s. */
const CLASS_CHARACTERS_MAX = 40;
const CURSOR_CHARACTERS_MAX = 2_000;

export const studentListQuerySchema = z.strictObject({
  q: textSchema(SEARCH_CHARACTERS_MAX).optional(),
  class: textSchema(CLASS_CHARACTERS_MAX).optional(),
  status: studentStatusSchema.optional(),
  paymentStatus: paymentStatusSchema.optional(),
  termId: uuidSchema.optional(),
  sort: z.enum(['name', 'admissionNo', '-outstanding']).optional(),
  limit: limitSchema,
  /** An empty one is judged like any text that is no cursor. */
  cursor: z.string().max(CURSOR_CHARACTERS_MAX).optional(),
});

export const studentPageSchema = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      admissionNo: z.string(),
      givenName: z.string(),
      familyName: z.string(),
      class: z.string(),
      status: studentStatusSchema,
      balance: z.object({
        currency: z.string(),
        chargedMinor: minorSchema,
        adjustedMinor: minorSchema,
        paidMinor: minorSchema,
        outstandingMinor: minorSchema,
        creditMinor: minorSchema,
        paymentStatus: paymentStatusSchema,
      }),
      netMinor: minorSchema,
    }),
  ),
  nextCursor: z.string().optional(),
  term: z.object({ id: z.uuid(), name: z.string() }).optional(),
  ...stampShape,
});

export const studentDetailsSchema = z.object({
  id: z.uuid(),
  admissionNo: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  class: z.string(),
  status: studentStatusSchema,
  statusSince: z.iso.date(),
  enrolledOn: z.iso.date(),
  birthDate: z.iso.date().optional(),
  guardians: z.array(
    z.object({ name: z.string(), phone: z.string().optional(), email: z.string().optional() }),
  ),
  classes: z.array(z.object({ class: z.string(), from: z.iso.date() })),
  parked: z
    .literal(true)
    .optional()
    .describe('The lists stop at an event of this student: read from the log.'),
  ...stampShape,
});
