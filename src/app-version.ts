// Which release this is; every event and every back-up says which one wrote it.

export const APP_VERSION = '0.1.0';
