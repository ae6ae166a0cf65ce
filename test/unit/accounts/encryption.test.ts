import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt } from '../../../src/accounts/encryption.js';
import { Secret } from '../../../src/observability/secret.js';

const key = new Secret(randomBytes(32));

describe('encryption', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decrypt(encrypt(text, key), key)).toBe(text);
      }),
    );
  });

  it('never encrypts the same text to the same bytes', () => {
    expect(encrypt('same', key)).not.toBe(encrypt('same', key));
  });

  it('does not show the text', () => {
    expect(encrypt('very-secret', key)).not.toContain('very-secret');
    expect(encrypt('very-secret', key)).not.toContain(
      Buffer.from('very-secret').toString('base64url'),
    );
  });

  it('cannot be undone with another key, and the error shows neither text nor key', () => {
    const other = new Secret(randomBytes(32));
    expect(() => decrypt(encrypt('very-secret', key), other)).toThrow(
      'a stored secret cannot be decrypted: was SECRETS_KEY changed?',
    );
  });

  it('notices when any part was altered', () => {
    const parts = encrypt('very-secret', key).split('.');
    for (const index of [1, 2, 3]) {
      const bytes = Buffer.from(parts[index] ?? '', 'base64url');
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      const altered = parts.with(index, bytes.toString('base64url')).join('.');
      expect(() => decrypt(altered, key), `part ${index}`).toThrow('cannot be decrypted');
    }
  });

  it('does not accept a shortened authentication tag', () => {
    const [version = '', nonce = '', tag = '', text = ''] = encrypt('text', key).split('.');
    const short = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');
    expect(() => decrypt([version, nonce, short, text].join('.'), key)).toThrow();
  });

  it('says what it expected when the text is something else', () => {
    for (const text of ['', 'plain', 'v2.a.b.c', 'v1..b.c']) {
      expect(() => decrypt(text, key)).toThrow('expected a secret encrypted as v1.');
    }
  });
});
