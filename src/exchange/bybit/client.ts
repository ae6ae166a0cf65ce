import ccxt, { type Exchange } from 'ccxt';
import type { MarketType } from '../../domain/order.js';
import type { Endpoints } from '../exchange.js';
import { clientOptions, clientUrls, prepareClient, type ClientSetup } from '../kit/ccxt-client.js';

/** What Bybit calls a market type: linear contracts are those settled in a dollar coin. */
export type BybitCategory = 'spot' | 'linear';

export function categoryOf(marketType: MarketType): BybitCategory {
  return marketType === 'SPOT' ? 'spot' : 'linear';
}

/** A request is taken so long after its timestamp; Bybit's own default. */
const RECEIVE_WINDOW_MS = 5_000;

/**
 * Creates a ccxt client of the real exchange or of whatever server `restUrl` names. Only its
 * implicit calls are used, which sign and send: none of ccxt's own look-ups before a call apply to
 * them.
 */
export function createClient(endpoints: Endpoints, setup: ClientSetup): Exchange {
  const client = new ccxt.bybit({
    ...clientOptions(setup),
    ...clientUrls(endpoints),
    options: { recvWindow: RECEIVE_WINDOW_MS },
  });
  return prepareClient(client, setup);
}
