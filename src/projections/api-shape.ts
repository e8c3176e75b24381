// From what queries answer to what the API says: amounts are numbers, instants are texts.
import { amountToApi } from '../kernel/money.js';

/** The same shape with bigint as number and Date as text. */
export type ApiShape<T> = T extends bigint
  ? number
  : T extends Date
    ? string
    : T extends object
      ? { [K in keyof T]: ApiShape<T[K]> }
      : T;

/** Amounts become safe integers, instants RFC 3339 in UTC; members that are undefined are left out. */
export function apiShape<T>(value: T): ApiShape<T> {
  return shaped(value) as ApiShape<T>;
}

function shaped(value: unknown): unknown {
  if (typeof value === 'bigint') return amountToApi(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(shaped);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shaped(member)]));
}
