import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Database } from '../../../drizzle/database.js';
import { findAccount } from '../../../src/accounts/accounts.js';
import { encrypt } from '../../../src/accounts/encryption.js';
import { redactText } from '../../../src/observability/log.js';
import { Secret } from '../../../src/observability/secret.js';

it('has the credentials that it decrypts cut from every text from then on', async () => {
  const key = new Secret(randomBytes(32));
  const credentials = { apiKey: 'KEYofAnAccount', secret: 'SECRETofAnAccount' };
  const row = { id: 1, credentials: encrypt(JSON.stringify(credentials), key) };
  const where = () => Promise.resolve([row]);
  const db = { select: () => ({ from: () => ({ where }) }) } as unknown as Database;
  const text = `said ${credentials.apiKey} and ${credentials.secret}`;
  expect(redactText(text)).toBe(text);

  const account = await findAccount(db, key, 1);

  expect(account?.credentials.reveal()).toEqual(credentials);
  expect(redactText(text)).toBe('said [redacted] and [redacted]');
});
