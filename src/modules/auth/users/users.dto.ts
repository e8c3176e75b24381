// Schemas of the user routes; they check the request and make the OpenAPI document.
import { z } from 'zod';
import { nameSchema } from '../../../http/schema.js';

export const roleSchema = z.enum(['admin', 'bursar', 'cashier', 'auditor']);

export const userSchema = z
  .object({
    id: z.uuid(),
    username: z.string(),
    displayName: z.string(),
    roles: z.array(roleSchema),
  })
  .meta({ id: 'User' });

export const createUserSchema = z
  .strictObject({
    username: z
      .string()
      .regex(
        /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u,
        'is no username (letters, digits, and . _ @ + -; up to 100)',
      ),
    displayName: nameSchema,
    roles: z
      .array(roleSchema)
      .min(1, 'names no role')
      .refine((roles) => new Set(roles).size === roles.length, 'names a role twice'),
  })
  .meta({ id: 'CreateUser' });

export const createdUserSchema = userSchema
  .extend({ oneTimePassword: z.string() })
  .meta({ id: 'CreatedUser' });

export const userListSchema = z
  .object({ items: z.array(userSchema.extend({ disabled: z.boolean() })) })
  .meta({ id: 'UserList' });
