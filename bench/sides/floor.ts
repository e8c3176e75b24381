// The floor: bare Fastify with plain `pg`.
import { startPostgresSide } from './postgres-side.js';
import type { Side, SidePlan } from './side.js';

export function startFloor(plan: SidePlan): Promise<Side> {
  return startPostgresSide(plan, { name: 'floor', entry: 'bench/floor/main.ts' });
}
