// Pages of students as they are kept: what does not change with the time of asking, in the form in which
// it is asked for. Both forms of one page are kept apart, each for those who want it.
import { apiShape } from '../api-shape.js';
import type { Stamp } from '../stamp.js';
import type { StudentPage } from './student-list.shapes.js';

export type UnstampedPage = Omit<StudentPage, keyof Stamp>;

/** Two objects, amounts and texts of a row, as V8 holds them. */
const BYTES_PER_ITEM = 1_500;

/** For pages made of the items. */
export class PageItems {
  static readonly form = 'items';

  constructor(private readonly content: UnstampedPage) {}

  get bytes(): number {
    return this.content.items.length * BYTES_PER_ITEM;
  }

  stamped(stamp: Stamp): StudentPage {
    return { ...this.content, ...stamp };
  }
}

/** The JSON of the API's answer: written once, and a quarter of what the items take. */
export class PageJson {
  static readonly form = 'json';
  private readonly text: string;

  constructor(content: UnstampedPage) {
    this.text = JSON.stringify(apiShape(content));
  }

  get bytes(): number {
    return this.text.length;
  }

  stamped(stamp: Stamp): string {
    return `${this.text.slice(0, -1)},${JSON.stringify(stamp).slice(1)}`;
  }
}

export type PageContent = PageItems | PageJson;

/** One of the two classes. */
export interface PageForm<Content extends PageContent> {
  readonly form: string;
  new (content: UnstampedPage): Content;
}
