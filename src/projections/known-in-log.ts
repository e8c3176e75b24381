// A command answers before the read models have seen what it wrote. Who follows its Location at once,
// without a token, is not told that there is nothing: what the log has is waited for.
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore, type StoredEvent } from '../eventstore/port.js';
import { AppError } from '../kernel/app-error.js';
import type { Uuid } from '../kernel/ids.js';
import { ConsistencyTokens } from './consistency/read-your-writes.js';

/** Which event of which stream makes a thing known. */
export interface PlaceInLog {
  readonly stream: string;
  isMadeBy(event: StoredEvent): boolean;
}

/** What makes a student known. */
function registrationOf(studentId: Uuid): PlaceInLog {
  const isMadeBy = ({ type }: StoredEvent) => type === 'StudentRegistered';
  return { stream: `student-${studentId}`, isMadeBy };
}

@Injectable()
export class KnownInLog {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly tokens: ConsistencyTokens,
  ) {}

  /**
   * What a query answers; one that finds nothing is asked again when the read models have seen the
   * event. Costs a read of the stream only where nothing was found.
   * @throws AppError what the query throws; `unavailable` (`read_model_behind`) after 2 s.
   */
  async answer<T>(place: PlaceInLog, query: () => Promise<T>): Promise<T> {
    try {
      return await query();
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'not_found') throw error;
      const events = await this.store.readStream(place.stream);
      const event = events.find((stored) => place.isMadeBy(stored));
      if (event === undefined) throw error;
      await this.tokens.requirePosition(event.position);
    }
    return query();
  }

  /** The same for what is asked of a student, who may have been registered a moment ago. */
  answerOf<T>(studentId: Uuid, query: () => Promise<T>): Promise<T> {
    return this.answer(registrationOf(studentId), query);
  }
}
