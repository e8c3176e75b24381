// What the app is told of the instance it belongs to: where the stores are, and the secrets that were
// drawn for it.
import { demoPassword, masterKeyFile } from './secrets.js';
import type { Settings } from './settings.js';

export interface LogIn {
  username: string;
  password: string;
}

/** Draws the master key if none is configured. */
export function appEnvironment(app: {
  settings: Settings;
  urls: { databaseUrl: string; eventStoreUrl: string };
  logIn: LogIn | undefined;
}): NodeJS.ProcessEnv {
  const { env, config, dataDirectory } = app.settings;
  const ownKey = config.MASTER_KEY === undefined && config.MASTER_KEY_FILE === undefined;
  return {
    ...env,
    DATABASE_URL: app.urls.databaseUrl,
    ESDB_URL: app.urls.eventStoreUrl,
    ...(ownKey ? { MASTER_KEY_FILE: masterKeyFile(dataDirectory) } : {}),
    ...(app.logIn === undefined
      ? {}
      : { ADMIN_USERNAME: app.logIn.username, ADMIN_PASSWORD: app.logIn.password }),
  };
}

/** The demo's administrator, whose password is drawn by the first start. */
export function demoLogIn({ config, dataDirectory }: Settings): LogIn {
  return {
    username: config.ADMIN_USERNAME,
    password: demoPassword(dataDirectory, config.ADMIN_PASSWORD),
  };
}
