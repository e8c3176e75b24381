// How many events to read at once: few for large events, many for small ones, so that a page stays
// near `PAGE_BYTES` whatever is stored.
const PAGE_BYTES = 512 * 1024;
const EVENTS_MAX = 512;

export class PageSize {
  #events = 4;

  get events(): number {
    return this.#events;
  }

  /** Learns from the page just read. */
  observe(page: readonly { readonly bytes: number }[]): void {
    if (page.length === 0) return;
    const bytes = page.reduce((sum, event) => sum + event.bytes, 0);
    const fitting = Math.floor((PAGE_BYTES * page.length) / bytes);
    this.#events = Math.max(1, Math.min(fitting, this.#events * 2, EVENTS_MAX));
  }
}
