import ccxt from 'ccxt';
import type { Venue } from '../../../simulator/venue.js';
import { KEY, SECRET } from './venue-keys.js';

/** Returns an unmodified ccxt client that talks to the venue instead of Binance Spot. */
export function spotClient(
  { origin }: Venue,
  overrides: object = {},
): InstanceType<typeof ccxt.binance> {
  return new ccxt.binance({
    apiKey: KEY,
    secret: SECRET,
    enableRateLimit: false,
    urls: { api: { public: `${origin}/api/v3`, private: `${origin}/api/v3` } },
    options: {
      defaultType: 'spot',
      fetchMarkets: { types: ['spot'] },
      fetchCurrencies: false,
      fetchMargins: false,
    },
    ...overrides,
  });
}

/** Returns an unmodified ccxt client that talks to the venue instead of Binance Futures. */
export function futuresClient({ origin }: Venue): InstanceType<typeof ccxt.binanceusdm> {
  const [v1, v2, v3] = [`${origin}/fapi/v1`, `${origin}/fapi/v2`, `${origin}/fapi/v3`];
  return new ccxt.binanceusdm({
    apiKey: KEY,
    secret: SECRET,
    enableRateLimit: false,
    urls: {
      api: {
        fapiPublic: v1,
        fapiPrivate: v1,
        fapiPublicV2: v2,
        fapiPrivateV2: v2,
        fapiPublicV3: v3,
        fapiPrivateV3: v3,
      },
    },
    options: { fetchCurrencies: false, fetchMargins: false },
  });
}

/** Returns an unmodified ccxt client that talks to the venue instead of Bybit. */
export function bybitClient(
  { origins }: Venue,
  category: 'spot' | 'linear',
): InstanceType<typeof ccxt.bybit> {
  const client = new ccxt.bybit({
    apiKey: KEY,
    secret: SECRET,
    enableRateLimit: false,
    urls: { api: { public: origins.bybit, private: origins.bybit } },
    options: {
      defaultType: category === 'spot' ? 'spot' : 'swap',
      fetchMarkets: { types: ['spot', 'linear'] },
      enableUnifiedMargin: false,
      enableUnifiedAccount: true,
      unifiedMarginStatus: 6,
    },
  });
  client.has['fetchCurrencies'] = false;
  return client;
}

/** Records the path of every request that a client makes. */
export function recordPaths(client: InstanceType<typeof ccxt.Exchange>): string[] {
  const paths: string[] = [];
  const fetchOriginal = client.fetch.bind(client);
  client.fetch = (url: string, ...rest: [string?, unknown?, unknown?]) => {
    paths.push(new URL(url).pathname);
    return fetchOriginal(url, ...rest) as Promise<unknown>;
  };
  return paths;
}
