import ccxt, { type Exchange } from 'ccxt';
import type { MarketType } from '../../domain/order.js';
import { keepHttpAnswers, type OnAnswer } from '../kit/ccxt-call.js';
import type { ExchangeClock } from '../kit/exchange-clock.js';
import type { Credentials, Endpoints } from '../exchange.js';

/** What Bybit calls a market type: linear contracts are those settled in a dollar coin. */
export type BybitCategory = 'spot' | 'linear';

export function categoryOf(marketType: MarketType): BybitCategory {
  return marketType === 'SPOT' ? 'spot' : 'linear';
}

/** For so long after its timestamp the exchange takes a request; Bybit's own default. */
const RECEIVE_WINDOW_MS = 5_000;

/**
 * Creates a ccxt client of the real exchange or of whatever server `restUrl` names. Only its implicit calls
 * are used, which sign and send: none of ccxt's own look-ups before a call apply to them.
 */
export function createClient(
  endpoints: Endpoints,
  credentials: Credentials | undefined,
  timeoutMs: number,
  clock?: Pick<ExchangeClock, 'now'>,
  onAnswer?: OnAnswer,
): Exchange {
  const origin = endpoints.restUrl?.replace(/\/+$/, '') ?? null;
  const client = new ccxt.bybit({
    ...(credentials ? { apiKey: credentials.apiKey, secret: credentials.secret } : {}),
    timeout: timeoutMs,
    // The budget spaces calls. ccxt's own queue would hold a call past its time limit, and send it still.
    enableRateLimit: false,
    ...(origin === null ? {} : { urls: { api: { public: origin, private: origin } } }),
    options: { recvWindow: RECEIVE_WINDOW_MS },
  });
  // ccxt's own is our time less `options.timeDifference`.
  if (clock) Object.assign(client, { nonce: () => clock.now() });
  return keepHttpAnswers(client, onAnswer);
}
