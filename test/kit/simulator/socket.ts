import { createHmac } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Venue } from '../../../simulator/venue.js';
import { keyedRequest } from './binance.js';
import { KEY, SECRET, eventually } from './venue.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- frames are compared as they come */

export interface Stream {
  readonly socket: WebSocket;
  /** Every event so far, out of its envelope. */
  readonly events: any[];
  readonly pings: number[];
  /** Frames that are no JSON. */
  readonly broken: string[];
  /** The code of the server's close frame, once there was one. */
  closeCode: number | undefined;
  isClosed: boolean;
  /** Waits for an event that fits. */
  event(what: string, fits: (event: any) => boolean): Promise<any>;
}

/** Opens a socket and collects what it says. */
export async function openSocket(
  url: string,
  unwrap: (frame: any) => any = (frame) => frame,
): Promise<Stream> {
  const socket = new WebSocket(url);
  const events: any[] = [];
  const pings: number[] = [];
  const broken: string[] = [];
  const stream: Stream = {
    socket,
    events,
    pings,
    broken,
    closeCode: undefined,
    isClosed: false,
    event: (what, fits) => eventually(what, () => events.find(fits)),
  };
  socket.on('message', (data: Buffer) => {
    const text = data.toString('utf8');
    const frame = parse(text);
    if (frame === undefined) return void broken.push(text);
    const event = unwrap(frame);
    if (event !== undefined) events.push(event);
  });
  socket.on('ping', () => pings.push(Date.now()));
  socket.on('close', (code: number) => {
    stream.closeCode = code;
    stream.isClosed = true;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return stream;
}

function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // kept as broken by the caller
  }
}

export function subscribeParams(
  apiKey = KEY,
  secret = SECRET,
  timestamp = Date.now(),
): Record<string, unknown> {
  const payload = `apiKey=${apiKey}&recvWindow=10000&timestamp=${timestamp}`;
  const signature = createHmac('sha256', secret).update(payload).digest('hex');
  return { apiKey, recvWindow: 10000, timestamp, signature };
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
  await eventually('the subscription', () => subscribed || undefined);
  return stream;
}

/** Opens the futures user data stream with a fresh listen key. */
export async function openFuturesStream(venue: Venue): Promise<Stream> {
  const { body } = await keyedRequest(venue, 'POST', '/fapi/v1/listenKey');
  const url = `${venue.origin.replace('http', 'ws')}/private/ws?listenKey=${body.listenKey}`;
  return openSocket(url);
}
