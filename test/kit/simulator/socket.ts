import { WebSocket } from 'ws';
import { eventually } from '../eventually.js';

/* eslint-disable @typescript-eslint/no-explicit-any -- frames are compared as they come */

export interface Stream {
  readonly socket: WebSocket;
  /** Every event so far, taken out of its envelope. */
  readonly events: any[];
  readonly pings: number[];
  /** Frames that are not JSON. */
  readonly broken: string[];
  /** The code of the server's close frame, once it has come. */
  closeCode: number | undefined;
  isClosed: boolean;
  /** Waits for a matching event. */
  event(what: string, fits: (event: any) => boolean): Promise<any>;
}

/** Opens a socket, and collects its frames. */
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
    return undefined; // the caller keeps it as broken
  }
}
