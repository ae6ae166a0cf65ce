import type { MarketName } from '../../../simulator/names.js';

/**
 * What each market lets the owner of an order change. Upbit documents only `cancel_and_new`, which
 * ends the order and makes another; Bithumb documents neither. Binance's spot only reduces.
 */
export const AMENDS: Readonly<Record<MarketName, 'all' | 'reduce' | 'nothing'>> = {
  spot: 'reduce',
  futures: 'all',
  'bybit-spot': 'all',
  'bybit-linear': 'all',
  upbit: 'nothing',
  bithumb: 'nothing',
};

/** Where an amended order has another client order id than the one it was placed with. */
export const RENAMES: readonly MarketName[] = ['spot'];
