// How far the read models are behind the log: in seconds, and in events.
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_STORE, type EventStore } from '../eventstore/index.js';
import { ReadModels } from './read-models.js';

export interface Lag {
  /** Log index of the last event applied. */
  readonly index: number;
  /** Age of the read models against the log. */
  readonly seconds: number;
  /** Events in the log that are not applied yet, counted up to 1 000. */
  readonly events: number;
  /** Since the projector last showed that it lives. */
  readonly heartbeatSeconds: number;
  /** Students whose rows end at an event that can't be applied. */
  readonly parked: number;
}

interface PlaceRow {
  readonly commit: string;
  readonly prepare: string;
  readonly started: boolean;
  readonly heartbeatSeconds: number;
}

const EVENTS_COUNTED_MAX = 1_000;

@Injectable()
export class LagQueries {
  constructor(
    private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** @throws AppError `unavailable` (`read_model_missing`, `store_unavailable`). */
  async lag(): Promise<Lag> {
    const { places, position, lagSeconds, incomplete } = await this.readModels.read<{
      places: PlaceRow;
    }>((schema) => ({
      places: `select commit_pos::text as commit, prepare_pos::text as prepare,
            event_id is not null as started,
            extract(epoch from clock_timestamp() - heartbeat_at)::float8 as "heartbeatSeconds"
          from ${schema}.checkpoint`,
    }));
    const [place] = places;
    const events = await this.eventsAfter(place?.started === true ? place : undefined);
    const heartbeatSeconds = Math.max(0, place?.heartbeatSeconds ?? 0);
    return {
      index: position,
      seconds: lagSeconds,
      events,
      heartbeatSeconds,
      parked: incomplete ?? 0,
    };
  }

  private async eventsAfter(place: PlaceRow | undefined): Promise<number> {
    const count = EVENTS_COUNTED_MAX + 1;
    if (place === undefined) {
      return Math.min((await this.store.readAll({ count })).length, EVENTS_COUNTED_MAX);
    }
    const from = { commit: BigInt(place.commit), prepare: BigInt(place.prepare) };
    const events = await this.store.readAll({ from, count });
    return events.filter(({ position }) => position.commit > from.commit).length;
  }
}
