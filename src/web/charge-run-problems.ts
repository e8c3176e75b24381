// Why a student could not be charged, in words that say what to do.

const WORDS: Readonly<Record<string, string>> = {
  too_many_fees: 'more fees are missing than one run may charge. Run it class by class.',
  account_unreadable: 'the account cannot be read. Tell support; the others are not held up.',
  currency_mismatch: 'the account is in another currency than these fees.',
  student_not_found: 'the student is not known any more.',
  period_closed: 'the day from which the charges count is closed. Run again with a later day.',
};

/** A half sentence; an unknown code is named for support. */
export function problemInWords(code: string): string {
  return WORDS[code] ?? `the books refused it (${code}). The others are not held up.`;
}
