// What one person may forgive or give back alone (rule 13).
import { AppError } from '../../../kernel/app-error.js';

/**
 * @param what  In words, such as "An adjustment".
 * @throws AppError `forbidden` (`four_eyes_required`) with `limitMinor` above the school's limit.
 */
export function assertOnePersonMay(what: string, amountMinor: bigint, limitMinor: bigint): void {
  if (amountMinor <= limitMinor) return;
  const message = `${what} above ${limitMinor} (minor units) needs a second person's approval.`;
  const extra = { limitMinor: Number(limitMinor) };
  throw new AppError('forbidden', message, { code: 'four_eyes_required', extra });
}
