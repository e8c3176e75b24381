// Parts of answers that several read models share, for the OpenAPI document.
import { z } from 'zod';
import { PAYMENT_STATUSES } from './payment-status.js';

/** Minor units of the school's currency. */
export const minorSchema = z.int();

export const paymentStatusSchema = z.enum(PAYMENT_STATUSES);

export const studentStatusSchema = z.enum(['active', 'withdrawn', 'graduated']);

/** As of what an answer is. */
export const stampShape = {
  /** Log index. */
  position: z.int(),
  lagSeconds: z.number(),
  incomplete: z
    .int()
    .min(1)
    .optional()
    .describe(
      'So many students are missing from this answer, or in it as they were before an event that ' +
        'the read models can’t apply; absent when nobody is.',
    ),
};

/** What a term adds up to. */
export const figuresShape = {
  chargedMinor: minorSchema,
  cancelledMinor: minorSchema,
  adjustedMinor: minorSchema,
  expectedMinor: minorSchema,
  collectedMinor: minorSchema,
  outstandingMinor: minorSchema,
};

export const classFiguresSchema = z.object({
  class: z.string(),
  students: z.int(),
  ...figuresShape,
});
