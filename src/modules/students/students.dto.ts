// Bodies and answers of students' routes: the schemas that check a request also describe it.
import { z } from 'zod';
import { dateSchema, nameSchema, textSchema, uuidSchema } from '../../http/schema.js';
import { localDate } from '../../kernel/local-date.js';

const ADMISSION_NO_CHARACTERS_MAX = 32;
const CLASS_CHARACTERS_MAX = 40;
const GUARDIANS_MAX = 10;
const PHONE_CHARACTERS_MAX = 40;

const guardianSchema = z.strictObject({
  name: nameSchema,
  phone: textSchema(PHONE_CHARACTERS_MAX).optional(),
  email: z.email('is no e-mail address').max(254).optional(),
});

export const registerStudentSchema = z
  .strictObject({
    admissionNo: textSchema(ADMISSION_NO_CHARACTERS_MAX),
    givenName: nameSchema,
    familyName: nameSchema,
    class: textSchema(CLASS_CHARACTERS_MAX),
    enrolledOn: dateSchema.transform(localDate),
    birthDate: dateSchema.transform(localDate).optional(),
    guardians: z.array(guardianSchema).max(GUARDIANS_MAX).optional(),
  })
  .meta({ id: 'RegisterStudent' });

export const studentSchema = z
  .object({
    id: uuidSchema,
    admissionNo: z.string(),
    givenName: z.string(),
    familyName: z.string(),
    class: z.string(),
    enrolledOn: z.iso.date(),
    status: z.enum(['active']),
    birthDate: z.iso.date().optional(),
    guardians: z.array(guardianSchema),
  })
  .meta({ id: 'Student' });
