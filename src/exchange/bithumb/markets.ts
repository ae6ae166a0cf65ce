import type { Endpoints } from '../exchange.js';
import { readError } from '../kit/korean/errors.js';
import { KoreanMarkets } from '../kit/korean/markets.js';
import { createClient } from './client.js';

const TIMEOUT_MS = 10_000;

/** Bithumb names no minimum in its API; this is what is known of won markets, not confirmed. */
const MINIMUM_NOTIONALS = { KRW: '5000' };

type List = (parameters: Record<string, string>) => Promise<unknown>;

/**
 * Opens Bithumb's list of markets, which holds no rules. Its price steps resemble Upbit's, but that is not
 * confirmed, and there is no call that names them: a price off the grid is left to the exchange to refuse
 * (`invalid_price`), since a grid that is wrong would deny valid orders. ccxt's four decimals are a defect of ccxt.
 */
export function openMarkets(endpoints: Endpoints): KoreanMarkets {
  const client = createClient(endpoints, undefined, TIMEOUT_MS) as unknown as {
    publicGetV1MarketAll: List;
  };
  return new KoreanMarkets({
    exchange: 'bithumb',
    readError,
    listMarkets: () => client.publicGetV1MarketAll({ isDetails: 'true' }),
    minimumNotionals: MINIMUM_NOTIONALS,
    hasPriceGrid: false,
  });
}
