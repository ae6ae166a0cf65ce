import { createHmac } from 'node:crypto';
import type { Venue } from '../../../simulator/venue.js';
import { KEY, SECRET } from './venue.js';

export interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Bodies are whatever the wire says; tests compare them field by field.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Sends one signed request as Binance documents it and returns the bare answer. */
export async function signedRequest(
  { origin }: Venue,
  method: string,
  path: string,
  parameters: Record<string, string | number> = {},
  credentials: { apiKey?: string; secret?: string } = {},
): Promise<RestAnswer> {
  const { apiKey = KEY, secret = SECRET } = credentials;
  const all = { timestamp: Date.now(), ...parameters };
  const text = new URLSearchParams(
    Object.entries(all).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  const signed = `${text}&signature=${signature}`;
  const usesBody = method === 'POST' || method === 'PUT';
  const response = await fetch(usesBody ? origin + path : `${origin}${path}?${signed}`, {
    method,
    headers: {
      'X-MBX-APIKEY': apiKey,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    ...(usesBody ? { body: signed } : {}),
  });
  return toAnswer(response);
}

/** Sends a request that needs the key but no signature. */
export async function keyedRequest(
  { origin }: Venue,
  method: string,
  path: string,
): Promise<RestAnswer> {
  return toAnswer(await fetch(origin + path, { method, headers: { 'X-MBX-APIKEY': KEY } }));
}

async function toAnswer(response: Response): Promise<RestAnswer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as unknown) : text,
  };
}
