import { BinanceError } from './errors.js';
import type { BinanceRequest, BinanceRoute, BinanceRoutes } from './routes.js';

/** The routes that create, extend and close the key of a futures user stream. */
export const LISTEN_KEY_ROUTES: BinanceRoutes = {
  'POST /fapi/v1/listenKey': keyed(create),
  'PUT /fapi/v1/listenKey': keyed(extend),
  'DELETE /fapi/v1/listenKey': keyed(close),
};

/** Returns a route that is not signed: the API key is enough. */
function keyed(handle: BinanceRoute['handle']): BinanceRoute {
  return { security: 'key', weight: 1, operation: 'other', handle };
}

function create({ engine, now, ...request }: BinanceRequest): object {
  const { apiKey } = request.account();
  const key = engine.state.streamKeys.issue(apiKey, now);
  engine.journal.append({ streamKeys: [key] });
  return { listenKey: key.key };
}

function extend(request: BinanceRequest): object {
  const { apiKey } = request.account();
  const alive = request.engine.state.streamKeys.current(apiKey, request.now);
  if (!alive) throw new BinanceError(-1125, 'This listenKey does not exist.');
  return create(request);
}

function close({ engine, now, ...request }: BinanceRequest): object {
  const { apiKey } = request.account();
  const { state, journal, streams } = engine;
  const key = state.streamKeys.current(apiKey, now);
  if (key) {
    state.streamKeys.remove(key);
    journal.append({ removedStreamKeys: [key] });
    for (const { socket } of streams.of({ market: 'futures', apiKey })) socket.close(1000);
  }
  return {};
}
