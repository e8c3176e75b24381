// The process that serves: checks its configuration, brings the schema up to date, finishes the first
// start, listens, and stops without losing anything.
import { AppError } from './kernel/app-error.js';
import { loadConfig, type Config } from './kernel/config.js';
import { createLogger } from './logging.js';
import { refusalText } from './refusal-text.js';
import { serve } from './serve.js';

const CONFIGURATION_REFUSED = 1;

try {
  const config = loadConfig(process.env);
  await serve({ config, logger: createLogger(config.LOG_LEVEL), ...storeUrls(config) });
} catch (error) {
  // Before the logger knows its level a person is reading: one message, no stack for a refusal.
  console.error(refusalText(error));
  process.exit(CONFIGURATION_REFUSED);
}

/** @throws AppError `invalid` (`bad_configuration`): this process starts no stores of its own. */
function storeUrls(config: Config): { databaseUrl: string; eventStoreUrl: string } {
  const { DATABASE_URL: databaseUrl, ESDB_URL: eventStoreUrl } = config;
  if (databaseUrl !== undefined && eventStoreUrl !== undefined)
    return { databaseUrl, eventStoreUrl };
  throw new AppError(
    'invalid',
    'DATABASE_URL and ESDB_URL are needed here. "npm start" starts embedded stores and sets both.',
    { code: 'bad_configuration' },
  );
}
