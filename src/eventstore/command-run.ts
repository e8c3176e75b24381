// One command on its way: decided on what is known, confirmed where the answer is no append, taken
// through the gate, appended at the exact revision it was decided on, and decided again when another
// writer was faster. Nothing is told to the caller, no refusal either, before the gate let it pass.
import { AppError } from '../kernel/app-error.js';
import type { Fact, NewFact } from '../kernel/fact.js';
import { preparedAttempt, type AppendAttempt, type AttemptTools } from './append-attempt.js';
import type { Books, DecideAndAppend, Decided } from './decide.js';
import { advanced, emptyStream, type FoldedStream } from './folded-stream.js';
import type { FoldedStreams } from './folded-streams.js';
import { busy, elsewhere } from './command-refusals.js';
import type { ExpectedRevision } from './port.js';
import type { Replays } from './replay.js';
import type { AppendSettler, SettledAppend } from './settle-append.js';
import type { Timing } from './timing.js';

export interface CommandTools extends AttemptTools {
  readonly streams: FoldedStreams;
  readonly replays: Replays;
  readonly settler: AppendSettler;
  readonly timing: Timing;
}

/** A decision: facts, or the refusal that the domain threw. */
type Judged<F extends Fact> =
  | { readonly kind: 'decided'; readonly facts: readonly NewFact<F>[]; readonly now: Date }
  | { readonly kind: 'refused'; readonly refusal: AppError };

const NOTHING_CLOSED: Books = { closedThrough: undefined };

export class CommandRun<State, F extends Fact> {
  private books: Books;
  private folded: FoldedStream<State>;
  /** The fold was read from the store during this command. */
  private fresh = false;

  /** @param deadline  Of `timing.now()`: no attempt begins after it. */
  constructor(
    private readonly tools: CommandTools,
    private readonly request: DecideAndAppend<State, F>,
    private readonly deadline: number,
  ) {
    this.books = request.gate?.lastKnownBooks() ?? NOTHING_CLOSED;
    this.folded = emptyStream(request.fold.initialState);
  }

  /** Runs the command to its answer; see `CommandLog.decideAndAppend` for what it throws. */
  async run(): Promise<Decided<State, F>> {
    const { stream, fold } = this.request;
    const known = this.tools.streams.cached(stream, fold);
    if (known === undefined) await this.readAgain();
    else this.folded = known;
    for (;;) {
      const answer = await this.attempt();
      if (answer !== 'again') return answer;
      this.assertTimeLeft();
    }
  }

  private async attempt(): Promise<Decided<State, F> | 'again'> {
    const { context, ifMatch, severalAppends } = this.request;
    const mark = this.folded.commands.get(context.commandId);
    if (mark !== undefined && severalAppends !== true) {
      await this.passGate();
      const { stream, fold } = this.request;
      return this.tools.replays.answer({ stream, fold, context, mark, folded: this.folded });
    }
    if (ifMatch !== undefined && revisionOf(ifMatch) !== this.folded.revision) {
      return this.confirm(() => {
        throw elsewhere(this.request.stream, this.folded.revision);
      });
    }
    const judged = this.judge();
    if (judged.kind === 'refused') {
      return this.confirm(() => {
        throw judged.refusal;
      });
    }
    if (judged.facts.length === 0) return this.confirm(() => this.nothingToDo());
    if ((await this.claim(judged.facts)) === 'again') {
      await this.readAgain();
      return 'again';
    }
    // All that can be done ahead of the gate is: nothing waits inside it but the append.
    const { facts, now } = judged;
    const decided = { facts, now, on: this.folded };
    return this.append(await preparedAttempt(this.tools, this.request, decided));
  }

  private judge(): Judged<F> {
    const now = this.tools.clock.now();
    try {
      const facts = this.request.decide(this.folded.state, this.books, now);
      return { kind: 'decided', facts, now };
    } catch (error) {
      if (error instanceof AppError) return { kind: 'refused', refusal: error };
      throw error;
    }
  }

  /**
   * An answer that is no append stands only when it was reached on what the store has now and on the
   * books that the gate saw; else it is reached again on those.
   */
  private async confirm(answer: () => Decided<State, F>): Promise<Decided<State, F> | 'again'> {
    const sameBooks = await this.passGate();
    if (this.fresh && sameBooks) return answer();
    if (!this.fresh) await this.readAgain();
    return 'again';
  }

  private nothingToDo(): Decided<State, F> {
    const { revision, state } = this.folded;
    return { facts: [], state, revision, position: undefined, replayed: false };
  }

  /** A claim's refusal may name what another subject did, so it is told behind the gate alone. */
  private async claim(facts: readonly NewFact<F>[]): Promise<'claimed' | 'again'> {
    try {
      return (await this.request.claim?.(facts, this.folded.state)) ?? 'claimed';
    } catch (error) {
      if (error instanceof AppError) await this.passGate();
      throw error;
    }
  }

  private async append(attempt: AppendAttempt<State, F>): Promise<Decided<State, F> | 'again'> {
    const pass = await this.request.gate?.enter();
    let settled: SettledAppend;
    try {
      if (pass !== undefined && !this.agrees(pass.books)) return 'again';
      this.assertTimeLeft();
      settled = await this.settle(attempt);
    } finally {
      pass?.leave();
    }
    if (settled.kind === 'appended') return this.accepted(attempt, settled);
    await this.catchUp();
    return 'again';
  }

  private async settle({ encoded }: AppendAttempt<State, F>): Promise<SettledAppend> {
    const { stream } = this.request;
    const { revision } = this.folded;
    try {
      return await this.tools.settler.settle({
        stream,
        expected: revision === -1 ? 'no_stream' : revision,
        events: encoded.events,
        deadline: this.deadline,
      });
    } catch (error) {
      // Nobody knows where the stream ends now.
      this.tools.streams.forget(stream);
      throw error;
    }
  }

  private accepted(
    { encoded, state }: AppendAttempt<State, F>,
    settled: Extract<SettledAppend, { kind: 'appended' }>,
  ): Decided<State, F> {
    const { stream, fold } = this.request;
    const { streams } = this.tools;
    if (settled.stored === undefined) {
      this.folded = advanced(this.folded, encoded.facts, state);
      streams.remember(stream, fold, this.folded);
    } else {
      this.folded = streams.add(stream, fold, { to: this.folded, events: settled.stored });
    }
    return {
      facts: settled.stored === undefined ? encoded.facts : streams.factsOf<F>(settled.stored),
      state: this.folded.state,
      revision: this.folded.revision,
      position: settled.position,
      replayed: false,
    };
  }

  private assertTimeLeft(): void {
    if (this.tools.timing.now() >= this.deadline) throw busy(this.request.stream);
  }

  private async passGate(): Promise<boolean> {
    const pass = await this.request.gate?.enter();
    pass?.leave();
    return pass === undefined || this.agrees(pass.books);
  }

  /** Whether the decision was made on these books; from now on it is. */
  private agrees(books: Books): boolean {
    const same = books.closedThrough === this.books.closedThrough;
    this.books = books;
    return same;
  }

  /** After a conflict: somebody else's facts, or a log that was restored to before this fold. */
  private async catchUp(): Promise<void> {
    const { revision } = this.folded;
    await this.readAgain();
    if (this.folded.revision !== revision) return;
    this.folded = await this.tools.streams.loadWhole(this.request.stream, this.request.fold);
  }

  private async readAgain(): Promise<void> {
    const { stream, fold } = this.request;
    this.folded = await this.tools.streams.load(stream, fold);
    this.fresh = true;
  }
}

function revisionOf(expected: ExpectedRevision): number {
  return expected === 'no_stream' ? -1 : expected;
}
