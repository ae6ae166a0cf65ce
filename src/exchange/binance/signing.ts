import { createHmac } from 'node:crypto';

/**
 * Signs a WebSocket API request: HMAC-SHA256 in hex over all parameters except the signature,
 * sorted by name and joined as `k=v&k=v`, without percent-encoding. Source: developers.binance.com,
 * "WebSocket API, SIGNED request security".
 */
export function signSocketRequest(
  parameters: Readonly<Record<string, string | number>>,
  secret: string,
): string {
  const payload = Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
  return createHmac('sha256', secret).update(payload).digest('hex');
}
