// Folds of the streams that were used last, as many as fit into so many bytes. There are no
// snapshots in the log: this is what makes loads cheap.
import { LRUCache } from 'lru-cache';
import type { Fact, Fold } from '../kernel/fact.js';
import type { FoldedStream } from './folded-stream.js';

const BYTES_PER_STREAM = 1000;

interface Entry {
  /** Streams may be folded by more than one module; a fold is known by its identity. */
  readonly fold: object;
  readonly folded: FoldedStream<unknown>;
}

export class FoldCache {
  private readonly entries: LRUCache<string, Entry>;

  /** @param bytesMax  Of all folds together, estimated from the facts that went in. */
  constructor(bytesMax: number) {
    this.entries = new LRUCache({
      maxSize: bytesMax,
      sizeCalculation: ({ folded }) => BYTES_PER_STREAM + folded.bytes,
    });
  }

  get<State, F extends Fact>(
    stream: string,
    fold: Fold<State, F>,
  ): FoldedStream<State> | undefined {
    const entry = this.entries.get(stream);
    return entry !== undefined && isFoldedBy(entry, fold) ? entry.folded : undefined;
  }

  /** Keeps what is newer: a reader that was slow must not put an older fold back. */
  set<State, F extends Fact>(
    stream: string,
    fold: Fold<State, F>,
    folded: FoldedStream<State>,
  ): void {
    const known = this.get(stream, fold);
    if (known !== undefined && known.revision >= folded.revision) return;
    this.entries.set(stream, { fold, folded });
  }

  /** What more is put in ahead of use would push out what is in use. */
  get isHalfFull(): boolean {
    return this.entries.calculatedSize >= this.entries.maxSize / 2;
  }

  forget(stream: string): void {
    this.entries.delete(stream);
  }
}

function isFoldedBy<State, F extends Fact>(
  entry: Entry,
  fold: Fold<State, F>,
): entry is Entry & { readonly folded: FoldedStream<State> } {
  return entry.fold === fold;
}
