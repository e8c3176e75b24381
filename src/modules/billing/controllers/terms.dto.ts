// Bodies and answers of terms, fees, runs and the school's settings.
import { z } from 'zod';
import {
  amountMinorSchema,
  feeCodeSchema,
  limitSchema,
  nameSchema,
  schoolYearSchema,
  textSchema,
  uuidSchema,
} from '../../../http/schema.js';
import { isCurrency } from '../../../kernel/money.js';
import { FEE_LINES_MAX, INSTALMENTS_MAX } from '../domain/fee-schedule.js';
import { daySchema, descriptionSchema, prioritySchema } from './accounts.dto.js';

const CLASS_CHARACTERS_MAX = 40;
const FOUR_EYES_LIMIT_MAX = 999_999_999_999;
const RETENTION_YEARS_MAX = 100;

export const classSchema = textSchema(CLASS_CHARACTERS_MAX);

export const scheduleTermSchema = z
  .strictObject({
    name: nameSchema,
    schoolYear: schoolYearSchema,
    startsOn: daySchema,
    endsOn: daySchema,
  })
  .meta({ id: 'ScheduleTerm' });

export const termSchema = z
  .object({
    id: uuidSchema,
    name: z.string(),
    schoolYear: z.string(),
    startsOn: z.iso.date(),
    endsOn: z.iso.date(),
    status: z.enum(['scheduled', 'open']),
    current: z.boolean(),
  })
  .meta({ id: 'Term' });

const feeLineSchema = z
  .strictObject({
    feeCode: feeCodeSchema,
    description: descriptionSchema,
    class: classSchema.optional(),
    amountMinor: amountMinorSchema,
    dueOn: daySchema.optional(),
    instalments: z
      .array(z.strictObject({ dueOn: daySchema }))
      .min(2, 'has fewer than two instalments')
      .max(INSTALMENTS_MAX, `has more than ${INSTALMENTS_MAX} instalments`)
      .optional(),
    priority: prioritySchema.optional(),
  })
  .refine((line) => (line.dueOn === undefined) !== (line.instalments === undefined), {
    message: 'needs either dueOn or instalments',
    path: ['dueOn'],
  });

export const publishFeeScheduleSchema = z
  .strictObject({ lines: z.array(feeLineSchema).max(FEE_LINES_MAX) })
  .meta({ id: 'PublishFeeSchedule' });

export const publishedFeeScheduleSchema = z.object({ version: z.int() });

export const previewChargeRunSchema = z
  .strictObject({ class: classSchema.optional() })
  .meta({ id: 'PreviewChargeRun' });

export const previewPageSchema = z.strictObject({
  limit: limitSchema,
  cursor: z.string().max(400).optional(),
});

export const chargeRunPreviewSchema = z
  .object({
    digest: z.string(),
    totals: z.object({ students: z.int(), charges: z.int(), amountMinor: z.int() }),
    items: z.array(
      z.object({
        studentId: uuidSchema,
        lines: z.array(
          z.object({
            feeCode: z.string(),
            description: z.string(),
            amountMinor: z.int(),
            dueOn: z.iso.date(),
            instalment: z.int().optional(),
          }),
        ),
        problem: z.string().optional(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'ChargeRunPreview' });

export const commitChargeRunSchema = z
  .strictObject({
    digest: z.string().regex(/^[0-9a-f]{64}$/, 'is no digest of a preview'),
    class: classSchema.optional(),
    effectiveDate: daySchema.optional(),
  })
  .meta({ id: 'CommitChargeRun' });

export const chargeRunSchema = z
  .object({
    id: uuidSchema,
    status: z.enum(['running', 'completed', 'cancelled']),
    total: z.int(),
    done: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'CommittedChargeRun' });

export const configureSchoolSchema = z
  .strictObject({
    name: nameSchema.optional(),
    currency: z.string().refine(isCurrency, 'is no ISO 4217 currency').optional(),
    timeZone: z.string().refine(isTimeZone, 'is no IANA time zone').optional(),
    schoolYearStartsOn: z
      .string()
      .regex(/^\d{2}-\d{2}$/, 'is no day (MM-DD)')
      .optional(),
    fourEyesLimitMinor: z.int().min(0).max(FOUR_EYES_LIMIT_MAX).transform(BigInt).optional(),
    retentionYears: z.int().min(0).max(RETENTION_YEARS_MAX).optional(),
  })
  .meta({ id: 'ConfigureSchool' });

export const schoolSchema = z
  .object({
    name: z.string(),
    currency: z.string(),
    currencyExponent: z.int(),
    timeZone: z.string(),
    schoolYearStartsOn: z.string(),
    fourEyesLimitMinor: z.int(),
    retentionYears: z.int(),
  })
  .meta({ id: 'ConfiguredSchool' });

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
