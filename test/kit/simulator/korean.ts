import { createHash, createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { eventually } from '../eventually.js';
import { readAnswer, type Answer } from '../answer.js';
import { KEY, SECRET, type TestVenue } from './venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- frames are compared as they come */

export type KoreanName = 'upbit' | 'bithumb';

/** The funds that tests trade with. */
export const FUNDS = { KRW: '1000000000', BTC: '2', ETH: '10', XRP: '10000', USDT: '100000' };

/** Gives the test key funds on one of the Korean exchanges. */
export async function fund(
  { control }: TestVenue,
  market: KoreanName,
  balances: Record<string, string> = FUNDS,
): Promise<void> {
  await control.post('accounts', { apiKey: KEY, secret: SECRET, market, balances });
}

/** Returns a token as both exchanges document it, with `changes` to its claims. */
export function token(query: string, changes: object = {}, secret = SECRET): string {
  const claims = {
    access_key: KEY,
    nonce: randomUUID(),
    timestamp: Date.now(),
    ...(query ? { query_hash: sha512(query), query_hash_alg: 'SHA512' } : {}),
    ...changes,
  };
  return jwt(claims, secret);
}

export function jwt(claims: object, secret: string, alg = 'HS256'): string {
  const parts = [{ alg, typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createHmac('sha256', secret).update(parts.join('.')).digest('base64url');
  return [...parts, signature].join('.');
}

export function sha512(text: string): string {
  return createHash('sha512').update(text).digest('hex');
}

/** Sends one signed request as the exchange documents it, and returns the raw answer. */
export async function koreanRequest(
  { venue }: TestVenue,
  exchange: KoreanName,
  method: string,
  path: string,
  parameters: Record<string, string> = {},
  bearer = token(plainQuery(parameters)),
): Promise<Answer> {
  const usesBody = method === 'POST';
  const query = new URLSearchParams(parameters).toString();
  const url = `${venue.origins[exchange]}${path}${usesBody || query === '' ? '' : `?${query}`}`;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(usesBody ? { body: JSON.stringify(parameters) } : {}),
  });
  return readAnswer(response);
}

/** Sends a request that needs no token. */
export async function openRequest(
  { venue }: TestVenue,
  exchange: KoreanName,
  path: string,
): Promise<Answer> {
  return readAnswer(await fetch(venue.origins[exchange] + path));
}

/** Returns parameters as the text that is hashed. */
export function plainQuery(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

export interface KoreanStream {
  readonly socket: WebSocket;
  /** The frames received, as text and parsed. */
  readonly texts: string[];
  readonly frames: any[];
  readonly areBinary: boolean[];
  isClosed: boolean;
  frame(what: string, fits: (frame: any) => boolean): Promise<any>;
  /** Sends a subscribe frame, and waits until the server must have read it. */
  subscribe(...parts: object[]): Promise<void>;
}

const PATHS = { upbit: '/websocket/v1/private', bithumb: '/websocket/v2/private' };

export function streamUrl({ venue }: TestVenue, exchange: KoreanName): string {
  return venue.origins[exchange].replace('http', 'ws') + PATHS[exchange];
}

/** Opens a private stream, and collects its frames. */
export async function openKoreanStream(
  venue: TestVenue,
  exchange: KoreanName,
  bearer = token(''),
): Promise<KoreanStream> {
  const headers = { authorization: `Bearer ${bearer}` };
  const socket = new WebSocket(streamUrl(venue, exchange), { headers });
  const stream: KoreanStream = {
    socket,
    texts: [],
    frames: [],
    areBinary: [],
    isClosed: false,
    frame: (what, fits) => eventually(what, () => stream.frames.find(fits) as unknown),
    async subscribe(...parts) {
      const before = alive(stream);
      socket.send(JSON.stringify([{ ticket: randomUUID() }, ...parts]));
      // Frames are read in order, so once this one is answered, the subscription has been read.
      socket.send('PING');
      await eventually('the subscription', () => alive(stream) > before);
    },
  };
  socket.on('message', (data: Buffer, isBinary) => {
    stream.texts.push(data.toString('utf8'));
    stream.frames.push(JSON.parse(data.toString('utf8')));
    stream.areBinary.push(isBinary);
  });
  socket.on('close', () => (stream.isClosed = true));
  await once(socket, 'open');
  return stream;
}

/** Returns the status with which a handshake is refused. */
export async function refusedHandshake(
  venue: TestVenue,
  exchange: KoreanName,
  headers: Record<string, string>,
): Promise<number> {
  const socket = new WebSocket(streamUrl(venue, exchange), { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => reject(new Error('the handshake was not refused')));
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.removeAllListeners('error').on('error', () => undefined);
      socket.terminate();
    });
  });
}

function alive({ frames }: KoreanStream): number {
  return frames.filter(({ status }) => status === 'UP').length;
}
