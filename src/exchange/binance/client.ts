import ccxt, { type Exchange } from 'ccxt';
import { keepHttpAnswers, type OnAnswer } from '../kit/ccxt-call.js';
import type { Credentials, Endpoints } from '../exchange.js';

/** What signed requests take their timestamps from. */
export interface SigningClock {
  now(): number;
}

/**
 * Creates the ccxt client of one market, whose `loadMarkets` is one call, against the real exchange
 * or against whatever server `restUrl` names.
 */
export function createClient(
  endpoints: Endpoints,
  credentials: Credentials | undefined,
  timeoutMs: number,
  clock?: SigningClock,
  onAnswer?: OnAnswer,
): Exchange {
  const origin = endpoints.restUrl?.replace(/\/+$/, '') ?? null;
  const common = {
    ...(credentials ? { apiKey: credentials.apiKey, secret: credentials.secret } : {}),
    timeout: timeoutMs,
    // The budget spaces calls. ccxt's own queue would hold a call past its time limit, and send it still.
    enableRateLimit: false,
  };
  const client =
    endpoints.marketType === 'SPOT'
      ? new ccxt.binance({
          ...common,
          ...(origin === null
            ? {}
            : { urls: { api: { public: `${origin}/api/v3`, private: `${origin}/api/v3` } } }),
          options: {
            defaultType: 'spot',
            fetchMarkets: { types: ['spot'] },
            fetchCurrencies: false,
            fetchMargins: false,
          },
        })
      : new ccxt.binanceusdm({
          ...common,
          ...(origin === null ? {} : { urls: { api: futuresUrls(origin) } }),
          options: { fetchCurrencies: false, fetchMargins: false },
        });
  // ccxt's own is our time less `options.timeDifference`.
  if (clock) Object.assign(client, { nonce: () => clock.now() });
  return keepHttpAnswers(client, onAnswer);
}

function futuresUrls(origin: string): Record<string, string> {
  return {
    fapiPublic: `${origin}/fapi/v1`,
    fapiPrivate: `${origin}/fapi/v1`,
    fapiPublicV2: `${origin}/fapi/v2`,
    fapiPrivateV2: `${origin}/fapi/v2`,
    fapiPublicV3: `${origin}/fapi/v3`,
    fapiPrivateV3: `${origin}/fapi/v3`,
  };
}
