// Bodies and answers of students' routes: the schemas that check a request also describe it.
import { z } from 'zod';
import { dateSchema, nameSchema, textSchema, uuidSchema } from '../../http/schema.js';
import { localDate } from '../../kernel/local-date.js';
import { STATUS_REASONS } from './domain/student.events.js';

const ADMISSION_NO_CHARACTERS_MAX = 32;
const CLASS_CHARACTERS_MAX = 40;
const GUARDIANS_MAX = 10;
const PHONE_CHARACTERS_MAX = 40;
const REASON_CHARACTERS_MAX = 500;

const guardianSchema = z.strictObject({
  name: nameSchema,
  phone: textSchema(PHONE_CHARACTERS_MAX).optional(),
  email: z.email('is no e-mail address').max(254).optional(),
});

const admissionNoSchema = textSchema(ADMISSION_NO_CHARACTERS_MAX);
const classSchema = textSchema(CLASS_CHARACTERS_MAX);
const daySchema = dateSchema.transform(localDate);
const guardiansSchema = z.array(guardianSchema).max(GUARDIANS_MAX);

export const registerStudentSchema = z
  .strictObject({
    admissionNo: admissionNoSchema,
    givenName: nameSchema,
    familyName: nameSchema,
    class: classSchema,
    enrolledOn: daySchema,
    birthDate: daySchema.optional(),
    guardians: guardiansSchema.optional(),
  })
  .meta({ id: 'RegisterStudent' });

/** Null takes away what may be absent; what a student must have can't be taken away. */
export const patchStudentSchema = z
  .strictObject({
    admissionNo: admissionNoSchema.optional(),
    givenName: nameSchema.optional(),
    familyName: nameSchema.optional(),
    class: classSchema.optional(),
    classFrom: daySchema.optional(),
    birthDate: daySchema.nullable().optional(),
    guardians: guardiansSchema.nullable().optional(),
  })
  .refine((patch) => patch.classFrom === undefined || patch.class !== undefined, {
    path: ['classFrom'],
    message: 'says from when a class counts, so it needs a class',
    params: { code: 'class_required' },
  })
  .meta({ id: 'PatchStudent' });

export const changeStatusSchema = z
  .strictObject({
    effectiveDate: daySchema,
    reason: textSchema(REASON_CHARACTERS_MAX).optional(),
    reasonCode: z.enum(STATUS_REASONS).optional(),
  })
  .meta({ id: 'ChangeStudentStatus' });

export const studentSchema = z
  .object({
    id: uuidSchema,
    admissionNo: z.string(),
    givenName: z.string(),
    familyName: z.string(),
    class: z.string(),
    enrolledOn: z.iso.date(),
    status: z.enum(['active', 'withdrawn', 'graduated']),
    statusSince: z.iso.date(),
    birthDate: z.iso.date().optional(),
    guardians: z.array(guardianSchema),
    classes: z.array(z.object({ class: z.string(), from: z.iso.date() })),
  })
  .meta({ id: 'Student' });
