import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { EventListener } from '../../../src/demo/event-listener.js';
import { eventually } from '../../kit/eventually.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Serves an event stream by hand, and returns its origin. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function listenTo(origin: string): EventListener {
  const listener = new EventListener(() => origin, 'a-token');
  closing.push(() => listener.close());
  return listener;
}

const event = (id: number, data: object) =>
  `id: ${id}\nevent: order_filled\ndata: ${JSON.stringify(data)}\n\n`;

it('keeps events in their order, wherever the network cuts them, and passes comments over', async () => {
  const text = `retry: 3000\n\n: heartbeat\n\n${event(7, { clientOrderId: 'ö1' })}${event(8, { clientOrderId: 'b' })}`;
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]));
  });
  const listener = listenTo(origin);
  const heard: (number | undefined)[] = [];
  listener.onEvent = ({ id }) => heard.push(id);
  await listener.connect();
  await eventually('both events', () => heard.length === 2);
  expect(listener.events).toMatchObject([
    { id: 7, type: 'order_filled', data: { clientOrderId: 'ö1' } },
    { id: 8, type: 'order_filled', data: { clientOrderId: 'b' } },
  ]);
  expect(heard).toEqual([7, 8]);
  expect(listener.of('b').map(({ id }) => id)).toEqual([8]);
});

it('goes on where it is asked to, with its token, and hears what has no id', async () => {
  const headers: IncomingMessage['headers'][] = [];
  const origin = await serve((request, response) => {
    headers.push(request.headers);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('event: resync\ndata: {"type":"resync"}\n\n');
  });
  const listener = listenTo(origin);
  await listener.connect(41);
  await eventually('the event', () => listener.events.length === 1);
  expect(listener.events[0]).toMatchObject({ id: undefined, type: 'resync' });
  expect(headers).toMatchObject([{ authorization: 'Bearer a-token', 'last-event-id': '41' }]);
});

it('says that it was refused, and that its stream broke', async () => {
  const refusing = await serve((_, response) => response.writeHead(401).end());
  await expect(listenTo(refusing).connect()).rejects.toThrow('HTTP 401');
  const ending = await serve((_, response) => response.writeHead(200).end(': bye\n\n'));
  const listener = listenTo(ending);
  await listener.connect();
  const waiting = listener.waitFor('ft-1', () => true, 5_000);
  await expect(waiting).rejects.toThrow('the event stream broke');
});
