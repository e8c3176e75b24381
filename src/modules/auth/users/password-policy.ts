// What a password must be: long enough and not the first thing to guess. No rules about kinds of
// characters (ASVS 6.2.5): they make passwords worse.
import { AppError } from '../../../kernel/app-error.js';

const CHARACTERS_MIN = 8;
const DIFFERENT_CHARACTERS_MIN = 4;

/** @throws AppError `rule_violated` (`weak_password`). */
export function refuseWeak(password: string, username: string): void {
  const characters = Array.from(password);
  const problem =
    characters.length < CHARACTERS_MIN
      ? `has fewer than ${CHARACTERS_MIN} characters`
      : new Set(characters).size < DIFFERENT_CHARACTERS_MIN
        ? 'repeats too few characters'
        : password.toLowerCase().includes(username.toLowerCase())
          ? 'contains the username'
          : undefined;
  if (problem === undefined) return;
  throw new AppError('rule_violated', `The new password ${problem}.`, { code: 'weak_password' });
}
