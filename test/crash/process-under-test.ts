// What the crash matrix knows of a process that crosses streams: its appends in order, what a kill
// after each of them leaves, and how it is run and asked again.
import type { ApiAnswer, TestClient } from '../support/api.js';
import type { AppendRelay } from './append-relay.js';

export interface AppendUnderTest {
  /** Types of the facts of this append, as they stand in the log. */
  readonly writes: readonly string[];
  /** What the same key finds when the process was killed right after it. */
  readonly sameKey: 'goes on' | 'first answer';
  /** What is there when nobody sends anything: all of it, or what stood there, with this after it. */
  readonly nobody: 'finished' | readonly string[];
}

export interface ProcessUnderTest {
  readonly name: string;
  readonly appends: readonly AppendUnderTest[];
  /** Type of the fact that ends it; more appends than those above may come before. */
  readonly end: string;
  /** Its last append waits until no command can be under way any more. */
  readonly endsLater?: true;
  /**
   * Everything that must be there before it can run. What a case needs killed on the way dies in the
   * kill of the case before it.
   */
  prepare(school: OpenSchool, tag: string): Promise<Case>;
}

/** One run of a process, with ids of its own. */
export interface Case {
  /** In every name that this case gives; no other has it. */
  readonly tag: string;
  /** Of which one is in every append of the process, and in no other's. */
  readonly marks: readonly string[];
  /** Ids that tell its facts, those before the process included, from all others in the log. */
  readonly subjects: readonly string[];
  /** Sends the request under the key of the case. */
  ask(client: TestClient): Promise<ApiAnswer>;
  /** What somebody else does before the answer to an append of it arrives. */
  readonly meanwhile?: { readonly after: number; run(school: OpenSchool): Promise<void> };
}

/** A life of the application between two kills. */
export interface OpenSchool {
  readonly client: TestClient;
  readonly relay: AppendRelay;
  /** `user:<id>` of the client. */
  readonly principal: string;
  readonly termId: string;
  /** Sends a request that is cut right after its first append, and dies with this life. */
  begin(request: Case): Promise<void>;
}
