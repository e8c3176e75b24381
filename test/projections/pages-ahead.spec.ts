// What a rebuild reads ahead is the log: whole, in order, and with nothing after what failed.
import type { StoredEvent } from '../../src/eventstore/port.js';
import { PagesAhead } from '../../src/projections/rebuild/pages-ahead.js';
import type { DecodedBatch } from '../../src/projections/runner/batch-writer.js';
import { Checkpoint } from '../../src/projections/runner/checkpoint.js';
import { smallBooks } from './books.js';

/** Decodes nothing; tells which index each page began with. */
class Numbering {
  readonly firstIndexes: number[] = [];

  constructor(private readonly failsAt?: number) {}

  decode(events: readonly StoredEvent[], firstIndex: number): Promise<DecodedBatch> {
    this.firstIndexes.push(firstIndex);
    if (firstIndex === this.failsAt) return Promise.reject(new Error('the keys are gone'));
    return Promise.resolve({ events, decoded: undefined });
  }
}

describe('the log, read ahead', () => {
  it('is given whole and in order, page by page, each numbered on', async () => {
    const { log } = smallBooks();
    const writer = new Numbering();
    const pages = new PagesAhead({ store: log, writer, pageEvents: 3 }, Checkpoint.START);

    const given: string[] = [];
    for (let page = await pages.next(); page.events.length > 0; page = await pages.next()) {
      given.push(...page.events.map(({ id }) => id));
    }

    expect(given).toEqual(log.events.map(({ id }) => id));
    expect(writer.firstIndexes.slice(0, 5)).toEqual([1, 4, 6, 8, 10]);
  });

  it('begins after the checkpoint that it is given', async () => {
    const { log } = smallBooks();
    const from = Checkpoint.START.after(log.events.slice(0, 7));
    const writer = new Numbering();
    const pages = new PagesAhead({ store: log, writer }, from);

    const page = await pages.next();

    expect(page.events.map(({ id }) => id)).toEqual(log.events.slice(7).map(({ id }) => id));
    expect(writer.firstIndexes[0]).toBe(8);
  });

  it('fails where it can’t be read on, after all that came before', async () => {
    const { log } = smallBooks();
    const writer = new Numbering(4);
    const pages = new PagesAhead({ store: log, writer, pageEvents: 3 }, Checkpoint.START);

    expect((await pages.next()).events).toHaveLength(3);
    await expect(pages.next()).rejects.toThrow('the keys are gone');
    await pages.settled();
  });
});
