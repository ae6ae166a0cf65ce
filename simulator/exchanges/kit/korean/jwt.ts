import { createHmac } from 'node:crypto';
import { isSame } from '../signatures.js';

/** What a request's token claims. None of it is trustworthy before the signature is checked. */
export interface TokenClaims {
  readonly accessKey: string;
  readonly nonce: string;
  readonly queryHash: string | undefined;
  readonly queryHashAlg: string | undefined;
  readonly timestamp: number | undefined;
}

export interface Token {
  readonly claims: TokenClaims;
  /** Returns whether the token was signed with this secret. */
  isSignedBy(secret: string): boolean;
}

const BEARER = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** Returns the token of an Authorization header, or undefined if there is no readable one. */
export function readToken(authorization: string | undefined): Token | undefined {
  const [, header, payload, signature] = BEARER.exec(authorization ?? '') ?? [];
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  // The sender chooses the algorithm in the header, so any other than this one is refused.
  if (decode(header)?.['alg'] !== 'HS256') return undefined;
  const claims = claimsOf(decode(payload) ?? {});
  if (!claims) return undefined;
  return {
    claims,
    isSignedBy(secret) {
      const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
      return isSame(expected, Buffer.from(signature, 'base64url'));
    },
  };
}

function claimsOf(payload: Readonly<Record<string, unknown>>): TokenClaims | undefined {
  const accessKey = textOf(payload['access_key']);
  const nonce = textOf(payload['nonce']);
  if (accessKey === undefined || nonce === undefined) return undefined;
  const timestamp = payload['timestamp'];
  return {
    accessKey,
    nonce,
    queryHash: textOf(payload['query_hash']),
    queryHashAlg: textOf(payload['query_hash_alg']),
    timestamp: Number.isSafeInteger(timestamp) ? Number(timestamp) : undefined,
  };
}

function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined; // the caller refuses it, like any unreadable token
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
