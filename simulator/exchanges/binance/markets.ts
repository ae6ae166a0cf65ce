import { Market } from '../../market/market.js';
import { settleInCash } from '../../market/settle-cash.js';
import { settleOnMargin } from '../../market/settle-margin.js';
import type { MarketName, MarketOf } from '../../names.js';
import { FUTURES_INSTRUMENTS, SPOT_INSTRUMENTS } from './instruments.js';

/** Binance's own markets. */
export type BinanceMarket = MarketOf<'binance'>;

export function isBinanceMarket(market: MarketName): market is BinanceMarket {
  return market === 'spot' || market === 'futures';
}

/** Returns the two markets, empty. */
export function createBinanceMarkets(): readonly Market[] {
  return [
    new Market({
      name: 'spot',
      instruments: SPOT_INSTRUMENTS,
      settlement: settleInCash({
        rate: '0.001',
        commissionIn: 'received',
        thirdAssetRate: '0.00075',
      }),
      firstOrderId: 50_000_000_001,
      clientIds: 'while-open',
      refusesUnfillable: false,
      amends: { isFree: false, renames: true, downToFilled: 'refused' },
    }),
    new Market({
      name: 'futures',
      instruments: FUTURES_INSTRUMENTS,
      settlement: settleOnMargin({ makerRate: '0.0002', takerRate: '0.0004' }),
      firstOrderId: 800_000_000_001,
      clientIds: 'while-open',
      refusesUnfillable: true,
      amends: { isFree: true, renames: false, downToFilled: 'CANCELLED' },
    }),
  ];
}
