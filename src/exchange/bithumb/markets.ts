import type { MarketParts } from '../kit/korean/markets.js';

/**
 * Bithumb's list of markets contains no rules. Its price steps resemble Upbit's, but that is not
 * confirmed, and no call returns them. We do not check prices against a grid, since a wrong grid
 * would deny valid orders; the exchange refuses a wrong price itself (`invalid_price`). The four
 * decimals that ccxt reports are a defect of ccxt.
 */
export const markets: MarketParts = {
  list: { call: 'publicGetV1MarketAll', parameters: { isDetails: 'true' } },
  // The API names no minimum. This is the known one for KRW markets, not confirmed.
  minimumNotionals: { KRW: '5000' },
};
