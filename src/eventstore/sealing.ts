// Personal data in a fact is sealed under the key of its subject (a student, a family, the school).
// Erasing that key erases the person from every replay, export and backup, and leaves each amount
// and each hash as it was. AES-256-GCM; stream, event id and type are bound to the text, so a sealed
// string can't be moved to another event.
import { createCipheriv, createDecipheriv, randomFillSync, type KeyObject } from 'node:crypto';
import { AppError } from '../kernel/app-error.js';
import { canonicalJson } from '../kernel/canonical-json.js';
import { assert } from '../kernel/assert.js';
import type { FactValue } from '../kernel/fact.js';
import { isUuid, type Uuid } from '../kernel/ids.js';

export const SUBJECT_KEYS = Symbol('SubjectKeys');

/** The keys of students, families and the school: 32-byte secrets, one per subject. */
export interface SubjectKeys {
  /**
   * @throws AppError `internal` (`subject_key_missing`) when the subject never had a key, and
   *   `unavailable` (`store_unavailable`).
   */
  keyOf(subjectId: Uuid): Promise<KeyObject | 'erased'>;
}

export type Secret = Readonly<Record<string, FactValue | undefined>>;

/** Where a sealed text belongs: it can be opened nowhere else. */
export interface SealPlace {
  readonly stream: string;
  readonly id: Uuid;
  readonly type: string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const POOLED_NONCES = 512;

/** Seals under random nonces, drawn from the system in blocks: one call per secret costs too much. */
export class Sealer {
  private readonly pool = Buffer.alloc(NONCE_BYTES * POOLED_NONCES);
  private next = this.pool.length;

  /** `v1.<subjectId>.<nonce>.<ciphertext and 16-byte tag>`, both in base64url. */
  seal(secret: Secret, subject: { id: Uuid; key: KeyObject }, place: SealPlace): string {
    const nonce = this.nonce();
    const cipher = createCipheriv('aes-256-gcm', subject.key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(place));
    const text = cipher.update(canonicalJson(secret), 'utf8');
    const sealed = Buffer.concat([text, cipher.final(), cipher.getAuthTag()]);
    return `v1.${subject.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  private nonce(): Buffer {
    if (this.next === this.pool.length) {
      randomFillSync(this.pool);
      this.next = 0;
    }
    const nonce = this.pool.subarray(this.next, this.next + NONCE_BYTES);
    this.next += NONCE_BYTES;
    return nonce;
  }
}

/**
 * Opens the secret of a stored event.
 * @returns the personal fields; `erased` when the subject's key is gone; undefined when the event
 *   never had any.
 * @throws AppError `internal` (`sealed_unreadable`): the text was damaged, moved or sealed by another key.
 */
export async function unseal(
  event: SealPlace & { readonly data: object },
  keys: SubjectKeys,
): Promise<Secret | 'erased' | undefined> {
  const sealed = 'sealed' in event.data ? event.data.sealed : undefined;
  if (sealed === undefined) return undefined;
  if (typeof sealed !== 'string') throw unreadable(event, undefined);
  return unsealText(sealed, event, keys);
}

/** Opens one sealed text that belongs to an event; errors as `unseal`. */
export async function unsealText(
  sealed: string,
  place: SealPlace,
  keys: SubjectKeys,
): Promise<Secret | 'erased'> {
  const [version, subjectId, nonce, body, ...rest] = sealed.split('.');
  const wellFormed = version === 'v1' && rest.length === 0 && nonce !== undefined;
  if (!wellFormed || body === undefined || subjectId === undefined || !isUuid(subjectId)) {
    throw unreadable(place, undefined);
  }
  const key = await keys.keyOf(subjectId);
  if (key === 'erased') return 'erased';
  return opened({ key, nonce, body }, place);
}

function opened(sealed: { key: KeyObject; nonce: string; body: string }, place: SealPlace): Secret {
  try {
    const body = Buffer.from(sealed.body, 'base64url');
    const nonce = Buffer.from(sealed.nonce, 'base64url');
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv('aes-256-gcm', sealed.key, nonce, options);
    decipher.setAAD(boundTo(place));
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    const text = decipher.update(body.subarray(0, -TAG_BYTES), undefined, 'utf8');
    const secret: unknown = JSON.parse(text + decipher.final('utf8'));
    assert(isSecret(secret), 'what was sealed is an object');
    return secret;
  } catch (cause) {
    throw unreadable(place, cause);
  }
}

function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function boundTo({ stream, id, type }: SealPlace): Buffer {
  return Buffer.from(`${stream}\n${id}\n${type}`, 'utf8');
}

function unreadable({ stream, id }: SealPlace, cause: unknown): AppError {
  const message = `The sealed data of event ${id} in ${stream} can't be opened with its subject's key.`;
  return new AppError('internal', message, { code: 'sealed_unreadable', cause });
}
