import { createHmac, timingSafeEqual } from 'node:crypto';

/** Returns the hex HMAC-SHA256 with which Binance requests are signed. */
export function sign(secret: string, payload: string): string {
  return createHmac('sha256', secret).update(payload).digest('hex');
}

/** Tells whether `signature` is that of `payload`, without telling how far it was right. */
export function isSignedBy(secret: string, payload: string, signature: string): boolean {
  const expected = Buffer.from(sign(secret, payload));
  const actual = Buffer.from(signature);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/**
 * Returns what a REST signature covers: query and form text exactly as sent, concatenated, without
 * the signature itself.
 */
export function signedRestPayload(query: string, body: string): string {
  return withoutSignature(query) + withoutSignature(body);
}

/** Returns what a WebSocket API signature covers: all parameters by name, not percent-encoded. */
export function signedSocketPayload(parameters: Readonly<Record<string, unknown>>): string {
  return Object.keys(parameters)
    .filter((name) => name !== 'signature')
    .sort()
    .map((name) => `${name}=${String(parameters[name])}`)
    .join('&');
}

function withoutSignature(text: string): string {
  return text.replace(/(^|&)signature=[^&]*/, '').replace(/^&/, '');
}
