// Keys in Postgres are sealed under one master key that is kept elsewhere: a copy of the database
// alone opens nothing. AES-256-GCM; each sealed key is bound to the row that it belongs to.
import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';
import { AppError } from '../../kernel/app-error.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export class KeyVault {
  constructor(private readonly masterKey: KeyObject) {}

  /** Nonce, ciphertext and 16-byte tag. */
  seal(key: Buffer, row: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const options = { authTagLength: TAG_BYTES };
    const cipher = createCipheriv('aes-256-gcm', this.masterKey, nonce, options);
    cipher.setAAD(Buffer.from(row, 'utf8'));
    return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws AppError `internal` (`master_key_differs`): sealed under another one, or damaged. */
  open(sealed: Buffer, row: string): Buffer {
    try {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv('aes-256-gcm', this.masterKey, nonce, options);
      decipher.setAAD(Buffer.from(row, 'utf8'));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const key = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([key, decipher.final()]);
    } catch (cause) {
      throw new AppError('internal', `MASTER_KEY does not open ${row}: it is another one.`, {
        code: 'master_key_differs',
        cause,
      });
    }
  }
}
