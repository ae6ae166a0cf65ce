import type { MarketParts } from '../kit/korean/markets.js';

/**
 * Bithumb's list of markets holds no rules. Its price steps resemble Upbit's, but that is not
 * confirmed, and there is no call that names them: a price off the grid is left to the exchange to
 * refuse (`invalid_price`), since a grid that is wrong would deny valid orders. ccxt's four
 * decimals are a defect of ccxt.
 */
export const markets: MarketParts = {
  list: { call: 'publicGetV1MarketAll', parameters: { isDetails: 'true' } },
  // The API names no minimum; this is what is known of won markets, not confirmed.
  minimumNotionals: { KRW: '5000' },
};
