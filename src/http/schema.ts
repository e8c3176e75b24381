// Building blocks of request schemas: the limits of the API in one place.
import { z } from 'zod';
import { AMOUNT_MINOR_MAX } from '../kernel/money.js';

const HIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Whole minor units, 1 … 10^12 − 1; floats, strings and negatives are refused (rule 9). */
export const amountMinorSchema = z
  .int('is no whole number of minor units')
  .min(1, 'is less than 1')
  .max(Number(AMOUNT_MINOR_MAX), 'is more than 999999999999');

/** A day of the calendar, `YYYY-MM-DD`. */
export const dateSchema = z.iso.date('is no day of the calendar (YYYY-MM-DD)');

/** In any spelling; from here on in small letters. */
export const uuidSchema = z.uuid('is no UUID').toLowerCase();

/** One line of text without control characters, trimmed, never empty or invisible. */
export const textSchema = (charactersMax: number) =>
  z
    .string()
    .trim()
    .min(1, 'is empty')
    .max(charactersMax, `is longer than ${charactersMax} characters`)
    .refine(isPlainText, 'holds control characters or nothing that can be seen')
    .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');

export const nameSchema = textSchema(100);

/** `[A-Za-z0-9][A-Za-z0-9_-]{0,31}`, kept as given, compared exactly. */
export const feeCodeSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, 'is no fee code (letters, digits, - and _; up to 32)');

/** The school year's name is the year it starts in, such as `2026`. */
export const schoolYearSchema = z.string().regex(/^\d{4}$/, 'is no school year such as 2026');

/** A whole number as an address says it: up to ten digits, no `1e1`, no `0x10`. */
export const digitsSchema = z
  .string()
  .regex(/^\d{1,10}$/, 'is no whole number')
  .transform(Number);

export const limitSchema = digitsSchema.pipe(z.int().min(1).max(200)).default(50);

/**
 * Whether a text is one line that reads as it is stored: without control characters, line separators
 * and the marks that turn the direction of what follows (Unicode TR 36, 3.3.1), and with a letter, a
 * digit or a sign in it. Joiners stay: some scripts and emoji need them.
 */
export function isPlainText(text: string): boolean {
  return !HIDDEN.test(text) && /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}
