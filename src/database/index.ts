export { migrate, MIGRATIONS, ormOptions } from './migrate.js';
export {
  createPool,
  GATE_POOL,
  isConnectionFailure,
  READ_POOL,
  type PoolOptions,
} from './pools.js';
