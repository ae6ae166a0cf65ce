import { createHmac, timingSafeEqual } from 'node:crypto';

/** Returns the hex HMAC-SHA256 of a text. */
export function sign(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Returns whether `signature` is the hex HMAC-SHA256 of a text. */
export function isSignedBy(secret: string, text: string, signature: string): boolean {
  return isSame(Buffer.from(sign(secret, text)), Buffer.from(signature));
}

/** Returns whether signatures are equal, in a time that does not depend on where they differ. */
export function isSame(expected: Buffer, actual: Buffer): boolean {
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
