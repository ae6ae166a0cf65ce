import { createHmac } from 'node:crypto';

/**
 * Signs the opening of a private stream: HMAC-SHA256 in hex over `GET/realtime` and the time at
 * which the signature expires, in milliseconds. Source: bybit-exchange.github.io, "WebSocket
 * Connect, Authentication".
 */
export function signStream(expires: number, secret: string): string {
  return createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex');
}
