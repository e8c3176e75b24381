// The settings of one start: the environment, the demo's own defaults, and the check of all of it
// before anything runs.
import path from 'node:path';
import { loadConfig, type Config } from '../../src/kernel/config.js';
import { masterKey } from '../../src/modules/students/master-key.js';
import { ROOT } from '../process/tools.js';

export interface Settings {
  config: Config;
  /** What the app is started with; without the stores' addresses, which come later. */
  env: NodeJS.ProcessEnv;
  /** Absolute. */
  dataDirectory: string;
}

const DEMO_DEFAULTS = {
  DATA_DIR: '.data/demo',
  SCHOOL_NAME: 'Hillside School',
  SCHOOL_CURRENCY: 'USD',
  SCHOOL_TIME_ZONE: 'Africa/Harare',
  // A visitor looks at the pages; what matters still gets through.
  LOG_LEVEL: 'warn',
};

/** @throws AppError `invalid` (`bad_configuration`) that names every problem. */
export function settingsOf(environment: NodeJS.ProcessEnv, { demo }: { demo: boolean }): Settings {
  const env = { ...(demo ? DEMO_DEFAULTS : {}), ...given(environment) };
  const config = loadConfig(env);
  // One that is drawn by the first start can't be wrong.
  if (config.MASTER_KEY_FILE !== undefined) masterKey(config);
  const dataDirectory = path.resolve(ROOT, config.DATA_DIR);
  return { config, dataDirectory, env: { ...env, DATA_DIR: dataDirectory } };
}

/** An empty variable is not set. */
function given(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}
