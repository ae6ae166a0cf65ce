import { createHash } from 'node:crypto';
import type { Account, AccountBook } from '../../../market/accounts.js';
import type { KoreanDialect } from './dialect.js';
import { errors } from './errors.js';
import { readToken, type TokenClaims } from './jwt.js';
import type { Nonces } from './nonces.js';
import { hashedText, type RequestFields } from './request-fields.js';

/**
 * Returns the account whose token came with a request or a handshake, after checking signature,
 * nonce and the hash of the fields. Throws the exchange's error otherwise.
 */
export function authenticate(
  accounts: AccountBook,
  nonces: Nonces,
  { market, token: rules }: Pick<KoreanDialect, 'market' | 'token'>,
  authorization: string | undefined,
  fields: RequestFields,
  now: number,
): Account {
  const token = readToken(authorization);
  if (!token) throw errors.badToken();
  const { claims } = token;
  const account = accounts.find(claims.accessKey);
  if (!account) throw errors.badAccessKey();
  if (!token.isSignedBy(account.secret)) throw errors.badToken();
  if (!account.markets.includes(market)) throw errors.outOfScope();
  rules.checkClaims(claims, now);
  checkQueryHash(claims, fields);
  // This check comes last, so that only a token that is otherwise good uses its nonce up.
  if (!nonces.take(claims.accessKey, claims.nonce)) throw rules.nonceUsed();
  return account;
}

/** Returns the key that a request claims to come from. Nothing is checked. */
export function claimedKey(authorization: string | undefined): string | null {
  return readToken(authorization)?.claims.accessKey ?? null;
}

function checkQueryHash({ queryHash, queryHashAlg }: TokenClaims, fields: RequestFields): void {
  if (fields.length === 0) {
    if (queryHash !== undefined) throw errors.badQueryHash();
    return;
  }
  const expected = createHash('sha512').update(hashedText(fields)).digest('hex');
  if (queryHashAlg !== 'SHA512' || queryHash !== expected) throw errors.badQueryHash();
}
