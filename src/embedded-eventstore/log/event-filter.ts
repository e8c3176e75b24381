// Filters of `$all`: by event type or stream name, with one regular expression or with prefixes.
import type { RecordedEvent } from '../storage/record.js';

export type EventFilter = (event: RecordedEvent) => boolean;

export interface FilterExpression {
  readonly on: 'type' | 'stream';
  /** Empty: the prefixes count. */
  readonly regex: string;
  readonly prefixes: readonly string[];
}

/**
 * No expression at all matches nothing. UTF-16 code units are compared, as the real server does.
 * @throws SyntaxError if the regular expression is none.
 */
export function eventFilter({ on, regex, prefixes }: FilterExpression): EventFilter {
  if (regex !== '') {
    const pattern = new RegExp(regex);
    return (event) => pattern.test(event[on].toString('utf8'));
  }
  const encoded = prefixes.map((prefix) => Buffer.from(prefix));
  return (event) => encoded.some((prefix) => event[on].subarray(0, prefix.length).equals(prefix));
}
