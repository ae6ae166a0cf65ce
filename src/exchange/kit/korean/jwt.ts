import { createHmac, randomUUID } from 'node:crypto';
import type { Credentials } from '../../exchange.js';

/**
 * Returns the token that opens a private stream: a JWT. Its nonce may be used only once, so each
 * connection needs a new token. A handshake has no parameters, so there is no `query_hash`. For
 * REST, ccxt makes the tokens.
 *
 * @param claims what an exchange requires besides key and nonce
 */
export function streamToken(
  { apiKey, secret }: Credentials,
  claims: Readonly<Record<string, string | number>> = {},
  nonce: string = randomUUID(),
): string {
  const header = encode({ alg: 'HS256', typ: 'JWT' });
  const payload = encode({ access_key: apiKey, nonce, ...claims });
  const signature = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
  return `${header}.${payload}.${signature}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
