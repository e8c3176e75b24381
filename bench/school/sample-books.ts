// The books that both sides begin with: one term over the current year, the same charges for every
// student. Amounts are minor units.

const YEAR = new Date().getUTCFullYear();

export const CURRENCY = 'USD';

export const TERM = {
  name: `Bench term (${YEAR})`,
  schoolYear: String(YEAR),
  startsOn: `${YEAR}-01-01`,
  endsOn: `${YEAR}-12-31`,
} as const;

/** Payments fill the small ones first; the last is never filled, so that no payment finds nothing owed. */
export const CHARGES = [
  { feeCode: 'LEVY', dueOn: `${YEAR}-01-15`, amountMinor: 20_000 },
  { feeCode: 'EXAM', dueOn: `${YEAR}-01-31`, amountMinor: 30_000 },
  { feeCode: 'SPORT', dueOn: `${YEAR}-02-15`, amountMinor: 50_000 },
  { feeCode: 'TUITION', dueOn: `${YEAR}-02-28`, amountMinor: 1_000_000_000 },
] as const;

/** What each student was charged. */
export const CHARGED_MINOR = CHARGES.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
