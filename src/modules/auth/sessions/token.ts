// The token: 256 random bits in the cookie, their SHA-256 in the store. Whoever reads the database
// can't sign in with what stands there.
import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;
const TOKEN_SHAPE = /^[A-Za-z0-9_-]{43}$/;

export interface NewToken {
  readonly token: string;
  readonly tokenHash: Buffer;
}

export function newToken(): NewToken {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { token, tokenHash: sha256(token) };
}

/** Hash of a token as a client presents it; undefined for what can be none: no store is asked. */
export function tokenHashOf(presented: string | undefined): Buffer | undefined {
  return presented !== undefined && TOKEN_SHAPE.test(presented) ? sha256(presented) : undefined;
}

function sha256(token: string): Buffer {
  return createHash('sha256').update(token, 'ascii').digest();
}
