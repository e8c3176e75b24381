// Schemas of the session routes; they check the request and make the OpenAPI document.
import { z } from 'zod';
import { userSchema } from '../users/users.dto.js';

const PASSWORD_CHARACTERS_MAX = 200;

const passwordSchema = z
  .string()
  .min(1, 'is empty')
  .max(PASSWORD_CHARACTERS_MAX, `is longer than ${PASSWORD_CHARACTERS_MAX} characters`);

export const newPasswordSchema = z
  .strictObject({ currentPassword: passwordSchema, newPassword: passwordSchema })
  .meta({ id: 'NewPassword' });

export const logInSchema = z
  .strictObject({
    username: z.string().min(1, 'is empty').max(100, 'is longer than 100 characters'),
    password: passwordSchema,
    rememberMe: z.boolean().optional(),
  })
  .meta({ id: 'LogIn' });

export const signedInSchema = z
  .object({
    user: userSchema,
    session: z.object({
      id: z.uuid(),
      kind: z.enum(['browser', 'remembered']),
      serverNow: z.iso.datetime(),
      idleExpiresAt: z.iso.datetime(),
      absoluteExpiresAt: z.iso.datetime(),
    }),
  })
  .meta({ id: 'SignedIn' });

export const sessionListSchema = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        current: z.boolean(),
        kind: z.enum(['browser', 'remembered']),
        createdAt: z.iso.datetime(),
        lastSeenAt: z.iso.datetime(),
        ip: z.string().optional(),
        userAgent: z.string().optional(),
        idleExpiresAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'SessionList' });

export const endOthersSchema = z.strictObject({ except: z.literal('current') });
