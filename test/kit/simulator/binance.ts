import { createHmac } from 'node:crypto';
import type { Venue } from '../../../simulator/venue.js';
import { eventually } from '../eventually.js';
import { readAnswer, type Answer } from '../answer.js';
import { openSocket, type Stream } from './socket.js';
import { KEY, SECRET } from './venue.js';

/** Binance's two markets, and the paths of their calls. */
export const BINANCE_MARKETS = [
  { market: 'spot', root: '/api/v3', trades: '/api/v3/myTrades', account: '/api/v3/account' },
  {
    market: 'futures',
    root: '/fapi/v1',
    trades: '/fapi/v1/userTrades',
    account: '/fapi/v2/account',
  },
] as const;

/** A market order for either market. */
export const MARKET_BUY = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.010' };

/** A limit order that rests below the price, on either market. */
export const LIMIT_BUY = {
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '0.010',
  price: '49000',
};

/** Sends one signed request as Binance documents it, and returns the raw answer. */
export async function signedRequest(
  { origin }: Venue,
  method: string,
  path: string,
  parameters: Record<string, string | number> = {},
  credentials: { apiKey?: string; secret?: string } = {},
): Promise<Answer> {
  const { apiKey = KEY, secret = SECRET } = credentials;
  // The widest window there is: on a busy machine a request may wait for longer than the usual one.
  const now = { timestamp: Date.now(), recvWindow: 60_000 };
  const all = 'timestamp' in parameters ? parameters : { ...now, ...parameters };
  const text = new URLSearchParams(
    Object.entries(all).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const signed = `${text}&signature=${sign(text, secret)}`;
  const usesBody = method === 'POST' || method === 'PUT';
  const response = await fetch(usesBody ? origin + path : `${origin}${path}?${signed}`, {
    method,
    headers: {
      'X-MBX-APIKEY': apiKey,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    ...(usesBody ? { body: signed } : {}),
  });
  return readAnswer(response);
}

/** Sends a request that needs the key but no signature. */
export async function keyedRequest(
  { origin }: Venue,
  method: string,
  path: string,
): Promise<Answer> {
  return readAnswer(await fetch(origin + path, { method, headers: { 'X-MBX-APIKEY': KEY } }));
}

/** Returns the parameters of a subscription to the spot user data stream. */
export function subscribeParams(
  apiKey = KEY,
  secret = SECRET,
  timestamp = Date.now(),
): Record<string, unknown> {
  const payload = `apiKey=${apiKey}&recvWindow=10000&timestamp=${timestamp}`;
  return { apiKey, recvWindow: 10000, timestamp, signature: sign(payload, secret) };
}

/** Opens the spot user data stream and waits until it is subscribed. */
export async function openSpotStream({ origin }: Venue): Promise<Stream> {
  let subscribed = false;
  const stream = await openSocket(`${origin.replace('http', 'ws')}/ws-api/v3`, (frame) => {
    if (frame.id === 'subscribe') subscribed = frame.status === 200;
    return frame.event;
  });
  stream.socket.send(
    JSON.stringify({
      id: 'subscribe',
      method: 'userDataStream.subscribe.signature',
      params: subscribeParams(),
    }),
  );
  await eventually('the subscription', () => subscribed);
  return stream;
}

/** Opens the futures user data stream with a fresh listen key. */
export async function openFuturesStream(venue: Venue): Promise<Stream> {
  const { body } = await keyedRequest(venue, 'POST', '/fapi/v1/listenKey');
  const url = `${venue.origin.replace('http', 'ws')}/private/ws?listenKey=${body.listenKey}`;
  return openSocket(url);
}

function sign(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}
