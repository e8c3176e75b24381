// Where a process is cut: after its n-th append, which stands in the store. The answer may be
// withheld (the process never learns that it wrote) or heard; whatever of the same process comes
// afterwards never reaches the store. Appends of a watched process go one at a time, so that "after
// the n-th" is exact also where the application writes several at once.

/** One append as it came over the wire. */
export interface WireAppend {
  readonly stream: string;
  readonly types: readonly string[];
  /** Stream, data and metadata of all its events, to look for marks in. */
  readonly text: string;
}

export interface Cut {
  /** Texts of which one is in every append of the process: ids that it alone has. */
  readonly marks: readonly string[];
  /** The append after which nothing more passes; Infinity: only look on. */
  readonly after: number;
  /** Whether the application hears that this append was written. */
  readonly heard: boolean;
  /** What somebody else does before the answer to an append arrives. */
  readonly meanwhile?: { readonly after: number; run(): Promise<void> };
}

export class CutAppends {
  /** What was written, in order. */
  readonly written: WireAppend[] = [];
  /** Resolves when the process is cut. */
  readonly reached: Promise<void>;
  private readonly waiting: (() => void)[] = [];
  private underWay = false;
  private isCut = false;
  private readonly resolve: () => void;

  constructor(private readonly cut: Cut) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.reached = promise;
    this.resolve = resolve;
  }

  isOf(append: WireAppend): boolean {
    return this.cut.marks.some((mark) => append.text.includes(mark));
  }

  /** Forwards the append, now or in its turn; refuses it once the process is cut. */
  request(to: { forward(): void; refuse(): void }): void {
    if (this.isCut) {
      to.refuse();
    } else if (this.underWay) {
      this.waiting.push(() => this.request(to));
    } else {
      this.underWay = true;
      to.forward();
    }
  }

  /** The store answered; `pass` tells the application. */
  async answer(append: WireAppend, written: boolean, pass: () => void): Promise<void> {
    if (written) this.written.push(append);
    const { meanwhile } = this.cut;
    if (written && this.written.length === meanwhile?.after) await meanwhile.run();
    this.underWay = false;
    const isLast = written && this.written.length === this.cut.after;
    if (!isLast || this.cut.heard) pass();
    if (isLast) {
      this.isCut = true;
      this.resolve();
      for (const refused of this.waiting.splice(0)) refused();
      return;
    }
    this.waiting.shift()?.();
  }
}
