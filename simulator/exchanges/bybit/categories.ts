import type { MarketName } from '../../model.js';

export const CATEGORIES = ['spot', 'linear'] as const;
/** How Bybit names its markets; of its categories the venue plays these. */
export type Category = (typeof CATEGORIES)[number];

export const BYBIT_MARKETS = ['bybit-spot', 'bybit-linear'] as const satisfies MarketName[];
export type BybitMarket = (typeof BYBIT_MARKETS)[number];

export function marketOf(category: Category): BybitMarket {
  return `bybit-${category}`;
}

export function categoryOf(market: MarketName): Category {
  return market === 'bybit-spot' ? 'spot' : 'linear';
}

export function isCategory(text: unknown): text is Category {
  return CATEGORIES.some((each) => each === text);
}
