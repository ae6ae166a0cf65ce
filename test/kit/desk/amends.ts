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

const REDUCES_ONLY =
  'Only the quantity can be changed, and only to a smaller one (developers.binance.com, "Order Amend Keep Priority")';
const NO_AMENDMENT: Readonly<Partial<Record<MarketName, string>>> = {
  upbit:
    'An order cannot be changed; "Cancel and New Order" ends it and makes another (docs.upbit.com)',
  bithumb: 'No call changes an order (apidocs.bithumb.com, "주문" lists place, read and cancel)',
};

/** Returns where orders cannot be changed so, and why. */
export function notAmendable(
  needs: 'all' | 'reduce',
): Readonly<Partial<Record<MarketName, string>>> {
  return needs === 'all' ? { spot: REDUCES_ONLY, ...NO_AMENDMENT } : NO_AMENDMENT;
}

/** Where an amended order has another client order id than the one it was placed with. */
export const RENAMES: readonly MarketName[] = ['spot'];
