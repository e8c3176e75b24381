// Pages of the list that were read before and are still right. Nothing is dropped: a page is judged each
// time it is asked for. It is right when it was read at or after the last event that touched one of its
// students, or everything; of events that this process has not been told of yet it says nothing, and
// its position says so. When the projector is silent, behind or cut off, no page is right.
import { LRUCache } from 'lru-cache';
import type { Uuid } from '../../kernel/ids.js';
import type { Stamp } from '../read-models.js';
import type { Notice } from '../runner/notice.js';

/** A page with what it takes in memory, and where it was read. */
export interface KeptPage<Page> {
  readonly page: Page;
  readonly students: readonly Uuid[];
  readonly schema: string;
  readonly position: number;
}

export interface StudentPagesOptions {
  /** Milliseconds of a clock that only grows. */
  readonly now?: () => number;
  /** Over all pages; those that nobody has asked for the longest make room. */
  readonly bytesMax?: number;
  /** Older than this, the projector's last sign of life counts as none. */
  readonly silenceMillisecondsMax?: number;
}

/** As JSON, the pages of some 150 000 students. */
const BYTES_MAX = 64 * 1024 * 1024;
const BYTES_PER_ID = 64;
const SILENCE_MILLISECONDS_MAX = 2_000;
/** So many students are told apart; beyond, everything counts as touched. */
const STUDENTS_MAX = 50_000;

export class StudentPages<Page extends { readonly bytes: number }> {
  private readonly pages: LRUCache<string, KeptPage<Page>>;
  private readonly now: () => number;
  private readonly silenceMax: number;
  private last: { readonly notice: Notice; readonly heardAt: number } | undefined;
  /** Log index of the batch that last touched a student, and everything. */
  private readonly touchedAt = new Map<Uuid, number>();
  private allTouchedAt = 0;
  private breaks = 0;

  constructor(options: StudentPagesOptions = {}) {
    this.pages = new LRUCache({
      maxSize: options.bytesMax ?? BYTES_MAX,
      sizeCalculation: ({ page, students }) => page.bytes + (students.length + 1) * BYTES_PER_ID,
    });
    this.now = options.now ?? (() => performance.now());
    this.silenceMax = options.silenceMillisecondsMax ?? SILENCE_MILLISECONDS_MAX;
  }

  /** Changes with each break in what is heard. */
  get era(): number {
    return this.breaks;
  }

  /** Takes a notice in; undefined: notices may be missed from here on, until the next one. */
  heard(notice: Notice | undefined): void {
    const before = this.last?.notice;
    this.last = notice && { notice, heardAt: this.now() };
    if (notice === undefined) return this.forget(0);
    const { touched, index, schema } = notice;
    // Without the one before it, what came between may have touched anything.
    if (before?.schema !== schema || index < before.index) return this.forget(index);
    if (touched === 'everything' || this.touchedAt.size > STUDENTS_MAX) this.touchAll(index);
    else for (const student of touched) this.touchedAt.set(student, index);
  }

  /** @returns the page with the position and age that it has now; undefined: read it. */
  find(key: string): { readonly page: Page; readonly stamp: Stamp } | undefined {
    const kept = this.pages.get(key);
    if (kept === undefined || this.last === undefined) return undefined;
    const { notice, heardAt } = this.last;
    const silentFor = this.now() - heardAt;
    if (!notice.current || silentFor > this.silenceMax || !this.isRight(kept)) return undefined;
    const position = Math.max(kept.position, notice.index);
    return { page: kept.page, stamp: { position, lagSeconds: silentFor / 1_000 } };
  }

  /** @param era  Taken before the page was read: what was read across a break is not kept. */
  keep(key: string, kept: KeptPage<Page>, era: number): void {
    if (era === this.breaks) this.pages.set(key, kept);
  }

  private isRight({ schema, position, students }: KeptPage<Page>): boolean {
    if (schema !== this.last?.notice.schema || position < this.allTouchedAt) return false;
    return students.every((student) => (this.touchedAt.get(student) ?? 0) <= position);
  }

  private touchAll(index: number): void {
    this.allTouchedAt = index;
    this.touchedAt.clear();
  }

  private forget(index: number): void {
    this.breaks += 1;
    this.pages.clear();
    this.touchAll(index);
  }
}
