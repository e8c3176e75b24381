// One secret of the installation, made at the first start and never changed: names of streams and
// hashes of requests hang on it, so that nobody can guess a name or a phone number back from them.

export interface ServerSecret {
  /** HMAC-SHA-256 over the parts, joined by one line feed; hex. */
  hmac(...parts: readonly string[]): string;
}

export const SERVER_SECRET = Symbol('ServerSecret');
