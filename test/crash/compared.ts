// What a process left in the log, ready to be compared with another run of it: who wrote what, where
// and in which order. Ids and digests are replaced by names in order of appearance, so that two runs
// are equal when everything hangs together in the same way; instants and the day of writing, random
// salts and sealed texts, numbers of receipts and the position of a read model differ from run to run and are left out.
import type { StoredEvent } from '../../src/eventstore/index.js';

export interface ComparedStream {
  readonly stream: string;
  readonly facts: readonly unknown[];
}

const LEFT_OUT: ReadonlySet<string> = new Set([
  'sealed',
  'contentDigest',
  'issuedOn',
  'number',
  'openedOn',
  'plannedAtIndex',
  'receiptNo',
  'recordedAt',
  'requestId',
  'sourceHash',
]);
const SAID_OF_ITSELF = ['schemaVersion', 'principal', 'actorRole'] as const;
const IDS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b/g;

/** The school's day of a test that may run over midnight. */
const TODAY = new RegExp([-1, 0, 1].map(dayFromNow).join('|'), 'g');

/** Streams in an order of their own, each with its events as they are there. */
export function comparedStreams(events: readonly StoredEvent[], tag: string): ComparedStream[] {
  const streams = new Map<string, unknown[]>();
  for (const event of events) {
    const { stream, type, data, metadata } = event;
    const own = Object.fromEntries(SAID_OF_ITSELF.map((key) => [key, metadata[key]]));
    const facts = streams.get(stream) ?? [];
    streams.set(stream, [...facts, { type, ...own, data }]);
  }
  const texts = [...streams].map(([stream, facts]) => textOf({ stream, facts }, tag));
  const masked = (text: string) => text.replaceAll(IDS, 'id');
  const once = texts.filter((text) => texts.filter((t) => masked(t) === masked(text)).length === 1);
  // Streams that look alike stand in the order in which those that don't speak of them.
  const names = namesIn(inOrder(once, masked).join('\n'));
  const ordered = inOrder(texts, (text) => `${masked(text)} ${named(text, names)}`);
  return JSON.parse(renamed(`[${ordered.join(',')}]`)) as ComparedStream[];
}

/** An answer without what only this run has. */
export function comparedAnswer(answer: object, tag: string): unknown {
  return JSON.parse(renamed(textOf(answer, tag)));
}

function inOrder(texts: readonly string[], key: (text: string) => string): string[] {
  return texts.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}

function renamed(text: string): string {
  return named(text, namesIn(text));
}

function named(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(IDS, (id) => names.get(id) ?? 'id');
}

/** Each id or digest by the order in which they first appear. */
function namesIn(text: string): Map<string, string> {
  const ids = new Set(text.match(IDS));
  return new Map([...ids].map((id, i) => [id, `id-${i + 1}`]));
}

function textOf(value: object, tag: string): string {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    LEFT_OUT.has(key) ? undefined : inner,
  );
  return text.replaceAll(tag, 'tag').replaceAll(TODAY, 'today');
}

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
