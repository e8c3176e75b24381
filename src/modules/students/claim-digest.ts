// Values that must be unique are compared by a keyed digest of one way of writing them: "a 12/7" and
// "A12/7" are the same admission number, and nobody can guess a number back from its digest.
import type { ServerSecret } from '../../kernel/server-secret.js';

/** HMAC of the normalised value, hex; the same value has another digest as another kind of thing. */
export function claimDigest(
  secret: ServerSecret,
  kind: 'admission' | 'reference',
  value: string,
): string {
  return secret.hmac(kind, normalised(value));
}

/** NFKC, trimmed, inner spaces removed, upper case. */
export function normalised(value: string): string {
  return value.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
}
