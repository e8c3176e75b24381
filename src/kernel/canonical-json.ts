// RFC 8785 (JSON Canonicalization Scheme): one text for one value, so that a hash over it can be
// computed again by anybody from the parsed event.
import { assert } from './assert.js';

/** Canonical text of a JSON value; members that are `undefined` are left out, as in JSON. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') return canonicalObject(value);
  const text: string | undefined = JSON.stringify(value);
  assert(text !== undefined, `a ${typeof value} has a JSON form`);
  assert(typeof value !== 'number' || Number.isFinite(value), 'a number in JSON is finite');
  return text;
}

function canonicalObject(object: object): string {
  const members: string[] = [];
  // RFC 8785 sorts by UTF-16 code units, which is what the default sort does.
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  for (const [key, value] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
    members.push(`${JSON.stringify(key)}:${canonicalJson(value)}`);
  }
  return `{${members.join(',')}}`;
}
