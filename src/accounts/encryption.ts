import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Secret } from '../observability/secret.js';

const VERSION = 'v1';
const NONCE_BYTES = 12;
/** Given no length, Node accepts shortened tags, which are easier to forge. */
const TAG_BYTES = 16;

/**
 * Encrypts a text with AES-256-GCM under SECRETS_KEY.
 *
 * @returns `v1.<nonce>.<tag>.<ciphertext>`, with the parts in base64url and a fresh nonce each time
 */
export function encrypt(plaintext: string, key: Secret<Buffer>): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.reveal(), nonce);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  const parts = [nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
  return [VERSION, ...parts].join('.');
}

/**
 * Decrypts a result of {@link encrypt}.
 *
 * @throws Error when the key differs or the text was altered; the message shows neither
 */
export function decrypt(text: string, key: Secret<Buffer>): string {
  const [version, nonce, tag, ciphertext] = text.split('.');
  if (version !== VERSION || !nonce || !tag || ciphertext === undefined) {
    throw new Error('expected a secret encrypted as v1.<nonce>.<tag>.<ciphertext>');
  }
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      key.reveal(),
      Buffer.from(nonce, 'base64url'),
      { authTagLength: TAG_BYTES },
    ).setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(ciphertext, 'base64url', 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new Error('a stored secret cannot be decrypted: was SECRETS_KEY changed?', { cause });
  }
}
