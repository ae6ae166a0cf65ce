import { createHmac } from 'node:crypto';
import type { Venue } from '../../../simulator/venue.js';
import { eventually } from '../eventually.js';
import { openSocket, type Stream } from './socket.js';
import { KEY, SECRET, newId, type TestVenue } from './venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are compared as they come */

export type Category = 'spot' | 'linear';

export interface BybitAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly retCode: number;
  readonly retMsg: string;
  readonly result: any;
}

/** One item of a list. */
export type BybitItem = Readonly<Record<string, unknown>>;

export interface Signing {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly timestamp?: number;
  readonly recvWindow?: number;
  /** Replaces the right signature. */
  readonly signature?: string;
}

/** Sends one signed call as Bybit documents it, and returns the raw answer. */
export async function bybitCall(
  { origins }: Venue,
  method: 'GET' | 'POST',
  path: string,
  parameters: Record<string, unknown> = {},
  signing: Signing = {},
): Promise<BybitAnswer> {
  const { apiKey = KEY, secret = SECRET, timestamp = Date.now() } = signing;
  // On a busy machine a request may wait for longer than the usual window.
  const { recvWindow = signing.timestamp === undefined ? 60_000 : 5_000 } = signing;
  const query = new URLSearchParams(parameters as Record<string, string>).toString();
  const text = method === 'GET' ? query : JSON.stringify(parameters);
  const payload = `${timestamp}${apiKey}${recvWindow}${text}`;
  const response = await fetch(origins.bybit + path + (method === 'GET' ? `?${query}` : ''), {
    method,
    headers: {
      'X-BAPI-API-KEY': apiKey,
      'X-BAPI-TIMESTAMP': String(timestamp),
      'X-BAPI-RECV-WINDOW': String(recvWindow),
      'X-BAPI-SIGN':
        signing.signature ?? createHmac('sha256', secret).update(payload).digest('hex'),
      'Content-Type': 'application/json',
    },
    ...(method === 'POST' ? { body: text } : {}),
  });
  return readBybitAnswer(response);
}

/** A test's calls on one category of a venue's Bybit. */
export interface BybitDesk {
  readonly category: Category;
  create(parameters: Record<string, unknown>): Promise<BybitAnswer>;
  cancel(parameters: Record<string, unknown>): Promise<BybitAnswer>;
  get(path: string, parameters?: Record<string, unknown>): Promise<BybitAnswer>;
  /** Creates a limit order that rests below the price, and returns its client id. */
  rest(parameters?: Record<string, unknown>): Promise<string>;
  /** Returns an order as order/realtime shows it. */
  order(orderLinkId: string): Promise<any>;
  control(path: string, body: object): Promise<any>;
}

export function bybitDesk(venueOf: () => TestVenue, category: Category): BybitDesk {
  const call = (method: 'GET' | 'POST', path: string, parameters: object): Promise<BybitAnswer> =>
    bybitCall(venueOf().venue, method, path, { category, ...parameters });
  const desk: BybitDesk = {
    category,
    create: (parameters) =>
      call('POST', '/v5/order/create', { symbol: 'BTCUSDT', side: 'Buy', ...parameters }),
    cancel: (parameters) => call('POST', '/v5/order/cancel', { symbol: 'BTCUSDT', ...parameters }),
    get: (path, parameters = {}) => call('GET', path, parameters),
    async rest(parameters = {}) {
      const orderLinkId = newId('rest');
      const terms = { orderType: 'Limit', qty: '0.01', price: '49000', orderLinkId };
      const { retCode, retMsg } = await desk.create({ ...terms, ...parameters });
      if (retCode !== 0) throw new Error(`${retCode} ${retMsg}`);
      return orderLinkId;
    },
    async order(orderLinkId) {
      const { result } = await desk.get('/v5/order/realtime', { symbol: 'BTCUSDT', orderLinkId });
      return result.list[0];
    },
    control: (path, body) => venueOf().control.post(path, { market: `bybit-${category}`, ...body }),
  };
  return desk;
}

/** Reads a whole list, page by page, with a client that encodes the cursor or does not. */
export async function listPages(
  desk: BybitDesk,
  path: string,
  query: Record<string, unknown>,
  read: (cursor: string) => string = decodeURIComponent,
): Promise<BybitItem[][]> {
  const all: BybitItem[][] = [];
  let cursor = '';
  do {
    const { result } = await desk.get(path, { ...query, ...(cursor ? { cursor } : {}) });
    all.push(result.list);
    cursor = read(result.nextPageCursor);
  } while (cursor !== '');
  return all;
}

/** Opens a socket to the private stream, without authenticating yet. */
export function openBybitSocket({ origins }: Venue, query = ''): Promise<Stream> {
  return openSocket(`${origins.bybit.replace('http', 'ws')}/v5/private${query}`);
}

/** Sends an operation and waits for its answer. */
export async function operate(
  stream: Stream,
  op: string,
  args: readonly unknown[] = [],
): Promise<any> {
  const id = newId('op');
  stream.socket.send(JSON.stringify({ op, req_id: id, args }));
  return stream.event(`the answer to ${op}`, (frame) => frame.req_id === id);
}

export function authArgs(apiKey = KEY, secret = SECRET, expires = Date.now() + 10_000): unknown[] {
  const payload = `GET/realtime${expires}`;
  return [apiKey, String(expires), createHmac('sha256', secret).update(payload).digest('hex')];
}

/** Opens the private stream, subscribed to topics. */
export async function openBybitStream(venue: Venue, topics: readonly string[]): Promise<Stream> {
  const stream = await openBybitSocket(venue);
  const { success, ret_msg } = await operate(stream, 'auth', authArgs());
  if (!success) throw new Error(String(ret_msg));
  await operate(stream, 'subscribe', topics);
  return stream;
}

/** Returns the frames of a topic so far. */
export function framesOf({ events }: Stream, topic: string): any[] {
  return events.filter((frame) => frame.topic === topic);
}

/** Waits until an order's frames are all there, and returns what they report about it. */
export async function reportedOrders(
  stream: Stream,
  orderLinkId: string,
  status: string,
): Promise<any[]> {
  const reported = (): any[] =>
    framesOf(stream, 'order')
      .flatMap(({ data }) => data as any[])
      .filter((each) => each.orderLinkId === orderLinkId);
  await eventually(`${orderLinkId} to be ${status}`, () =>
    reported().find((each) => each.orderStatus === status),
  );
  return reported();
}

async function readBybitAnswer(response: Response): Promise<BybitAnswer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const body = isJson ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, ...body };
}
