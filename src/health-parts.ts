// The parts that must work for the application to serve.
import type { Provider } from '@nestjs/common';
import type pg from 'pg';
import { READ_POOL } from './database/index.js';
import { EVENT_STORE, type EventStore } from './eventstore/index.js';
import { HEALTH_PARTS, type HealthPart } from './http/health.js';
import { SCHOOL_STREAM } from './modules/billing/index.js';
import { ProjectionLifecycle } from './projections/projection-lifecycle.js';

/** Postgres answers, the event log answers and has space, the projector has not stopped. */
export function healthParts(): Provider {
  return {
    provide: HEALTH_PARTS,
    inject: [READ_POOL, EVENT_STORE, ProjectionLifecycle],
    useFactory: partsOf,
  };
}

function partsOf(pool: pg.Pool, store: EventStore, projections: ProjectionLifecycle): HealthPart[] {
  const readAndAsk = async () => {
    await store.readStream(SCHOOL_STREAM, 0, 1);
    await store.assertSpace();
  };
  return [
    { name: 'postgres', check: async () => void (await pool.query('select 1')) },
    { name: 'event-store', check: readAndAsk },
    { name: 'projections', check: async () => projections.assertRunning() },
  ];
}
