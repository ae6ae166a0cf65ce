import ccxt, { type Exchange } from 'ccxt';
import type { Endpoints } from '../exchange.js';
import { clientOptions, clientUrls, prepareClient, type ClientSetup } from '../kit/ccxt-client.js';

const SPOT_PATHS = { public: '/api/v3', private: '/api/v3' };
const FUTURES_PATHS = {
  fapiPublic: '/fapi/v1',
  fapiPrivate: '/fapi/v1',
  fapiPublicV2: '/fapi/v2',
  fapiPrivateV2: '/fapi/v2',
  fapiPublicV3: '/fapi/v3',
  fapiPrivateV3: '/fapi/v3',
};

/**
 * Creates the ccxt client of one market, for the real exchange or for the server at `restUrl`. Its
 * `loadMarkets` makes a single call.
 */
export function createClient(endpoints: Endpoints, setup: ClientSetup): Exchange {
  const client =
    endpoints.marketType === 'SPOT'
      ? new ccxt.binance({
          ...clientOptions(setup),
          ...clientUrls(endpoints, SPOT_PATHS),
          options: {
            defaultType: 'spot',
            fetchMarkets: { types: ['spot'] },
            fetchCurrencies: false,
            fetchMargins: false,
          },
        })
      : new ccxt.binanceusdm({
          ...clientOptions(setup),
          ...clientUrls(endpoints, FUTURES_PATHS),
          options: { fetchCurrencies: false, fetchMargins: false },
        });
  return prepareClient(client, setup);
}
