import ccxt, { type Exchange } from 'ccxt';
import type { MarketType } from '../../domain/order.js';
import type { Endpoints } from '../exchange.js';
import { clientOptions, clientUrls, prepareClient, type ClientSetup } from '../kit/ccxt-client.js';

/** Bybit's term for a market type. Linear contracts are settled in a dollar coin. */
export type BybitCategory = 'spot' | 'linear';

export function categoryOf(marketType: MarketType): BybitCategory {
  return marketType === 'SPOT' ? 'spot' : 'linear';
}

/** How long after its timestamp Bybit still accepts a request. This is Bybit's own default. */
const RECEIVE_WINDOW_MS = 5_000;

/**
 * Creates a ccxt client for the real exchange or for the server at `restUrl`. Only its implicit
 * calls are used: they sign and send, and skip the lookups that ccxt makes before its unified
 * calls.
 */
export function createClient(endpoints: Endpoints, setup: ClientSetup): Exchange {
  const client = new ccxt.bybit({
    ...clientOptions(setup),
    ...clientUrls(endpoints),
    options: { recvWindow: RECEIVE_WINDOW_MS },
  });
  signAsSent(client);
  return prepareClient(client, setup);
}

/**
 * Makes a client sign a query as it is sent. Bybit signs the query string, and outside ASCII, as in
 * a market's name, it goes out percent-encoded (WHATWG URL), which ccxt does not sign. Source:
 * bybit-exchange.github.io, "Integration Guidance".
 */
function signAsSent(client: Exchange): void {
  const rawEncode = client.rawencode.bind(client) as (...args: unknown[]) => string;
  Object.assign(client, {
    rawencode: (...args: unknown[]) =>
      rawEncode(...args).replace(/\P{ASCII}+/gu, encodeURIComponent),
  });
}
