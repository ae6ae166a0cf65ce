import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Engine } from '../../engine/engine.js';
import { streamPathOf } from '../../model.js';
import type { StreamApi } from '../../server/stream-api.js';
import type { StreamKey } from '../../market/stream-keys.js';
import type { KeepAlive } from '../../server/streams.js';
import { futuresEvents } from './futures-wire.js';
import { streamEvent } from './stream-event.js';

const RAW = streamPathOf('futures');
const COMBINED = '/private/stream';

/** Serves the futures user stream: a socket whose address contains the listen key. */
export function createFuturesStream(engine: Engine, keepAlive: KeepAlive): StreamApi {
  const { streams, state, clock } = engine;
  const market = state.markets.futures;

  engine.onUpdate('futures', (update) => {
    streams.publish('futures', update.apiKey, () =>
      futuresEvents(clock.update(update), (symbol) => market.instrument(symbol), clock.now()),
    );
  });

  return {
    markets: ['futures'],
    matches: (path) => path === RAW || path === COMBINED || path.startsWith(`${RAW}/`),

    accept(socket: WebSocket, request: IncomingMessage) {
      const now = Date.now();
      const connection = streams.open(['futures'], socket, now);
      const { key, isCombined } = readAddress(request.url ?? '');
      const known = key === undefined ? undefined : state.streamKeys.find(key, now);
      // To Binance, an unknown key is just another stream's name: the socket opens and is silent.
      if (!known) return engine.log('listen_key_unknown', { path: request.url?.split('?')[0] });
      if (streams.isRefused(['futures'], known.apiKey, now)) return socket.terminate();
      const envelope = (event: string): string =>
        isCombined ? `{"stream":"${known.key}","data":${event}}` : event;
      connection.subscriptions.set(known.apiKey, envelope);
    },

    tick(now) {
      for (const key of state.streamKeys.takeExpired(now)) endListenKey(engine, key, now);
      streams.keepAlive('futures', keepAlive, now);
    },
  };
}

/** Reports on a key's sockets that the key has expired. They stay open, but get nothing more. */
export function endListenKey(engine: Engine, { apiKey, key }: StreamKey, now: number): void {
  // The time is a string in this event only.
  const event = streamEvent({
    e: 'listenKeyExpired',
    E: String(engine.clock.present(now)),
    listenKey: key,
  });
  engine.streams.publish('futures', apiKey, () => [event]);
  for (const { subscriptions } of engine.streams.of({ market: 'futures', apiKey })) {
    subscriptions.delete(apiKey);
  }
}

function readAddress(url: string): { key: string | undefined; isCombined: boolean } {
  const { pathname, searchParams } = new URL(url, 'http://venue');
  const named = searchParams.get('listenKey') ?? searchParams.get('streams') ?? undefined;
  const inPath = pathname.startsWith(`${RAW}/`) ? pathname.slice(RAW.length + 1) : undefined;
  return { key: named ?? (inPath || undefined), isCombined: pathname === COMBINED };
}
